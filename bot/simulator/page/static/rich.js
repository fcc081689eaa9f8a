// The editor of rich_text_input: bold, italic, struck through, lists; and its content as a rich_text block.

const STYLES = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strike", STRIKE: "strike", DEL: "strike", CODE: "code" };

export function fromEditor(editor) {
  const parts = [];
  let line = [];
  const flush = () => {
    if (line.length) parts.push({ type: "rich_text_section", elements: line });
    line = [];
  };
  const broken = () => { if (line.length) line.push({ type: "text", text: "\n" }); };
  const walk = (node, style) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.nodeValue) line.push({ type: "text", text: node.nodeValue, ...(Object.keys(style).length ? { style } : {}) });
      return;
    }
    if (node.nodeName === "BR") return broken();
    if (node.nodeName === "UL" || node.nodeName === "OL") {
      flush();
      const items = [...node.children].map((item) => ({ type: "rich_text_section", elements: inline(item) }));
      parts.push({ type: "rich_text_list", style: node.nodeName === "OL" ? "ordered" : "bullet", indent: 0, elements: items });
      return;
    }
    if (node.nodeName === "DIV" || node.nodeName === "P") broken();
    const own = STYLES[node.nodeName];
    for (const child of node.childNodes) walk(child, own ? { ...style, [own]: true } : style);
  };
  const inline = (item) => {
    const outer = line;
    line = [];
    for (const child of item.childNodes) walk(child, {});
    const inside = line;
    line = outer;
    return inside;
  };
  for (const child of editor.childNodes) walk(child, {});
  flush();
  return editor.textContent.trim() ? { type: "rich_text", elements: parts } : null;
}

document.addEventListener("mousedown", (event) => {
  const button = event.target.closest?.(".richbar [data-mark]");
  if (!button) return;
  event.preventDefault(); // the selection in the editor stays
});
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".richbar [data-mark]");
  if (!button) return;
  button.closest(".richin").querySelector(".richedit").focus();
  document.execCommand(button.dataset.mark);
});
document.addEventListener("paste", (event) => {
  if (!event.target.closest?.(".richedit")) return;
  event.preventDefault();
  document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
});
