// What every page loads. Each part is a module of its own; a page works as plain forms without any of them.
import "./vendor.js";

document.documentElement.classList.add("js");
