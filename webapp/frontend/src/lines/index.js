// Lists of lines: what a page can do with them beyond plain forms.
import "./bar.js";
import "./keys.js";
import "./paste.js";
