// Things that float above the page: menus, lists to choose from, questions.
import { element, phone, words } from "./net.js";

const layer = document.getElementById("float");
let open = null;

export function pop(anchor, build, { wide = false, onclose } = {}) {
  const again = open?.anchor === anchor;
  shut();
  if (again) return null;
  const box = element("div", { className: wide ? "pop wide" : "pop" });
  open = { anchor, box, onclose };
  anchor.setAttribute("aria-expanded", "true");
  build(box);
  layer.append(box);
  place(anchor, box, wide);
  return box;
}

export function shut(refocus = false) {
  if (!open) return;
  const { anchor, box, onclose } = open;
  open = null;
  box.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (refocus && anchor.isConnected) anchor.focus();
  onclose?.();
}

export const isOpen = () => Boolean(open);

function place(anchor, box, wide) {
  const rtl = getComputedStyle(anchor.closest(".surface") ?? document.documentElement).direction === "rtl";
  box.dir = rtl ? "rtl" : "ltr";
  if (phone()) return;
  const from = anchor.getBoundingClientRect();
  if (wide) box.style.width = `${Math.max(from.width, 240)}px`;
  const size = box.getBoundingClientRect();
  const below = innerHeight - from.bottom > size.height + 12 || from.top < size.height + 12;
  box.style.top = `${Math.max(8, below ? Math.min(from.bottom + 4, innerHeight - size.height - 8) : from.top - size.height - 4)}px`;
  const left = rtl || from.left + size.width > innerWidth - 8 ? from.right - size.width : from.left;
  box.style.left = `${Math.max(8, left)}px`;
}

export function menu(anchor, items) {
  pop(anchor, (box) => {
    const list = element("div", { className: "list", role: "menu" });
    for (const item of items) {
      if (!item) {
        list.append(element("div", { className: "sep", role: "separator" }));
        continue;
      }
      const text = element("span", {}, element("span", { textContent: item.label, dir: "auto" }));
      if (item.detail) text.append(element("small", { textContent: item.detail, dir: "auto" }));
      const row = element(item.url ? "a" : "button", { className: "item", role: "menuitem", tabIndex: -1 }, text);
      if (item.url) Object.assign(row, { href: item.url, target: "_blank", rel: "noopener noreferrer" });
      else row.type = "button";
      row.addEventListener("click", () => { shut(true); item.run(); });
      list.append(row);
    }
    if (!list.children.length) list.append(element("div", { className: "none", textContent: words.nothing }));
    list.addEventListener("keydown", (event) => arrows(event, [...list.querySelectorAll(".item")]));
    box.append(list);
    requestAnimationFrame(() => list.querySelector(".item")?.focus());
  });
}

function arrows(event, items) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
}

// A question of the app's (`confirm`), or of the page's own. Resolves to true or false.
export function ask(template) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const { style, yes, no } = template.dataset;
    const box = element("div", { className: "ask-box", role: "alertdialog", dir: template.closest(".surface")?.dir ?? "", aria: { modal: "true" } });
    box.append(template.content.cloneNode(true));
    const title = box.querySelector("h2");
    if (title) { title.id = "ask-title"; box.setAttribute("aria-labelledby", "ask-title"); }
    const refuse = element("button", { type: "button", className: "btn", textContent: no });
    const agree = element("button", { type: "button", className: `btn ${style === "danger" ? "danger solid" : "primary"}`, textContent: yes });
    box.append(element("div", { className: "ask-foot" }, refuse, agree));
    const veil = element("div", { className: "ask" }, box);
    const answer = (value) => { veil.remove(); before?.focus?.(); resolve(value); };
    refuse.addEventListener("click", () => answer(false));
    agree.addEventListener("click", () => answer(true));
    veil.addEventListener("click", (event) => event.target === veil && answer(false));
    veil.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.stopPropagation(); answer(false); }
      if (event.key === "Tab") { event.preventDefault(); (document.activeElement === agree ? refuse : agree).focus(); }
    });
    document.body.append(veil);
    agree.focus();
  });
}

export function panel(node, { label = words.what, said = words.gotIt } = {}) {
  const before = document.activeElement;
  const shutButton = element("button", { type: "button", className: node.querySelector(".btn.primary") ? "btn" : "btn primary", textContent: said });
  const box = element("div", { className: "ask-box wide", role: "dialog", aria: { modal: "true", label } }, node, element("div", { className: "ask-foot" }, shutButton));
  const veil = element("div", { className: "ask" }, box);
  const away = () => { veil.remove(); before?.focus?.(); };
  veil.addEventListener("click", (event) => (event.target === veil || event.target.closest("[data-type-in]")) && away());
  veil.addEventListener("keydown", (event) => event.key === "Escape" && (event.stopPropagation(), away()));
  shutButton.addEventListener("click", away);
  document.body.append(veil);
  (node.querySelector("input, select") ?? shutButton).focus();
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.box.contains(event.target) && !open.anchor.contains(event.target)) shut();
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open) { event.stopPropagation(); event.preventDefault(); shut(true); }
}, true);
addEventListener("resize", () => !phone() && !layer.contains(document.activeElement) && shut());
