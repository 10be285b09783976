// The viewer's own few words in the page's language.
const WORDS = {
  en: { larger: "Larger", smaller: "Smaller", all: "Show all", fault: "The diagram cannot be shown. The path is listed below." },
  "zh-Hant": { larger: "放大", smaller: "縮小", all: "顯示全部", fault: "無法顯示流程圖，經過的路徑列於下方。" },
  "zh-Hans": { larger: "放大", smaller: "缩小", all: "显示全部", fault: "无法显示流程图，经过的路径列于下方。" },
};

export function words(language = document.documentElement.lang) {
  const tag = language.replace("_", "-");
  if (WORDS[tag]) return WORDS[tag];
  if (/^zh-(CN|SG|MY)/.test(tag)) return WORDS["zh-Hans"];
  return tag.startsWith("zh") ? WORDS["zh-Hant"] : WORDS.en;
}
