// What is said of lines to screen readers and in their status line, in the page's language.
const WORDS = {
  en: {
    added: "Line {n} added.", copied: "Line copied; the copy is line {n}.", moved: "The line is now line {n}.",
    removed: "Line {n} removed.", most: "A list has at most {n} lines.", empty: "This line is still empty.",
    fault: "Line {n} to put right.", faultless: "Nothing more to put right.", pasting: "Reading the rows …",
    unread: "The rows could not be read just now. Nothing was changed; please try again.", undo: "Undo", undone: "The rows are taken out again.",
    found: "{n} materials found; arrow keys choose, Enter takes.", none: "No material found.", taken: "{n} taken from the catalogue.",
    failed: "The catalogue does not answer just now.",
  },
  "zh-Hant": {
    added: "已新增第 {n} 行。", copied: "已複製，新的一行是第 {n} 行。", moved: "此行現為第 {n} 行。",
    removed: "已刪除第 {n} 行。", most: "一張明細最多 {n} 行。", empty: "這一行還是空的。",
    fault: "第 {n} 行需要改正。", faultless: "沒有其他需要改正的行。", pasting: "正在讀取各列……",
    unread: "暫時無法讀取，表單沒有任何改變，請再試一次。", undo: "還原", undone: "已還原貼上的內容。",
    found: "找到 {n} 項物資；用方向鍵選擇，按 Enter 採用。", none: "找不到物資。", taken: "已採用目錄中的 {n}。",
    failed: "物資目錄暫時沒有回應。",
  },
  "zh-Hans": {
    added: "已新增第 {n} 行。", copied: "已复制，新的一行是第 {n} 行。", moved: "此行现为第 {n} 行。",
    removed: "已删除第 {n} 行。", most: "一张明细最多 {n} 行。", empty: "这一行还是空的。",
    fault: "第 {n} 行需要改正。", faultless: "没有其他需要改正的行。", pasting: "正在读取各行……",
    unread: "暂时无法读取，表单没有任何改变，请再试一次。", undo: "撤销", undone: "已撤销粘贴的内容。",
    found: "找到 {n} 项物资；用方向键选择，按 Enter 采用。", none: "找不到物资。", taken: "已采用目录中的 {n}。",
    failed: "物资目录暂时没有回应。",
  },
};

export function word(name, n = "") {
  return (WORDS[document.documentElement.lang] || WORDS.en)[name].replace("{n}", n);
}
