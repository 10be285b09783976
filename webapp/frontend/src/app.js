// What every page loads. Each part is a module of its own; a page works as plain forms without any of them.
import "./vendor.js";
import "./menus.js";
import "./faults.js";
import "./fold.js";
import "./guard.js";
import "./materials.js";
import "./lines/index.js";
import "./conditions.js";
import "./ahead.js";
import "./mentions.js";
import "./saving.js";
import "./uploads.js";
import "./lightbox.js";
import "./keys.js";
import "./live.js";
import "./seen.js";
import "./signature.js";

document.documentElement.classList.add("js");
