// The box to type in: sending, suggestions after a slash, drafts that stay with their place.
import { act, element, start, words, here, phone } from "./net.js";

const saved = new Map();
const keyOf = (form) => `${here.as} ${form.dataset.channel} ${form.dataset.threadTs}`;

export function drafts() {
  for (const form of document.querySelectorAll("form.composer")) {
    const key = keyOf(form);
    if (form.dataset.draft === key) continue;
    form.dataset.draft = key;
    const field = form.querySelector("textarea");
    field.value = saved.get(key) ?? "";
    tidy(form, field);
  }
}

function tidy(form, field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, innerHeight * 0.4)}px`;
  form.classList.toggle("ready", Boolean(field.value.trim()));
}

function suggest(form, field) {
  const box = form.querySelector(".suggest");
  const typed = field.value;
  const fit = typed.startsWith("/") && !typed.includes("\n") && !form.dataset.threadTs
    ? start.suggestions.filter((one) => one.text.startsWith(typed.trimEnd() === "/" ? "/" : typed) && one.text !== typed) : [];
  box.hidden = !fit.length;
  box.replaceChildren(element("div", { className: "title", textContent: words.commands }));
  for (const one of fit) {
    const item = element("div", { className: "item", role: "option", id: `s-${one.text}`, aria: { selected: "false" } }, element("code", { textContent: one.text }), element("span", { textContent: one.help }));
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => take(form, field, one.text));
    box.append(item);
  }
}

function take(form, field, text) {
  const more = start.suggestions.some((one) => one.text.startsWith(`${text} `));
  field.value = more || /(pain|joy|idea)$/.test(text) ? `${text} ` : text;
  form.querySelector(".suggest").hidden = true;
  changed(form, field);
  if (more) suggest(form, field);
  field.focus();
}

function changed(form, field) {
  saved.set(keyOf(form), field.value);
  tidy(form, field);
}

export function sorry(form, text) {
  form.querySelector(".sorry")?.remove();
  const note = element("div", { className: "sorry", role: "alert" }, element("span", { textContent: text, dir: "auto" }), element("button", { type: "button", textContent: "×", aria: { label: words.close }, onclick: () => note.remove() }));
  form.prepend(note);
}

async function send(form) {
  const field = form.querySelector("textarea");
  const text = field.value.trim();
  if (!text || form.classList.contains("busy")) return;
  form.classList.add("busy");
  form.querySelector(".suggest").hidden = true;
  form.querySelector(".sorry")?.remove();
  field.value = "";
  changed(form, field);
  const answer = await act("say", { channel: form.dataset.channel, thread: form.dataset.threadTs, text, broadcast: form.querySelector("[name=broadcast]")?.checked ?? false });
  form.classList.remove("busy");
  if (!answer.ok) {
    sorry(form, answer.error);
    if (!field.value) { field.value = text; changed(form, field); }
  }
  if (!document.querySelector("#modal form")) field.focus();
}

function arrows(event, form, field) {
  const box = form.querySelector(".suggest");
  if (box.hidden) return false;
  const items = [...box.querySelectorAll(".item")];
  const at = items.findIndex((item) => item.classList.contains("at"));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    items[at]?.classList.remove("at");
    const next = items[(at + step + items.length) % items.length];
    next.classList.add("at");
    next.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", next.id);
  } else if (event.key === "Tab" || (event.key === "Enter" && at >= 0)) items[Math.max(0, at)].click();
  else if (event.key === "Escape") box.hidden = true;
  else return false;
  event.preventDefault();
  return true;
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form.composer");
  if (!form || event.target.tagName !== "TEXTAREA") return;
  changed(form, event.target);
  suggest(form, event.target);
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form.composer");
  if (!form || event.target.tagName !== "TEXTAREA" || event.isComposing) return;
  if (arrows(event, form, event.target)) return;
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(form); }
});
document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("form.composer");
  if (form && !form.contains(event.relatedTarget)) form.querySelector(".suggest").hidden = true;
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.composer")) return;
  event.preventDefault();
  send(event.target);
});
document.addEventListener("click", (event) => {
  const typeIn = event.target.closest?.("[data-type-in]");
  const slash = event.target.closest?.("[data-slash]");
  if (!typeIn && !slash) return;
  const form = slash ? slash.closest("form") : document.querySelector("#main form.composer");
  if (!form) return;
  const field = form.querySelector("textarea");
  field.value = typeIn ? typeIn.dataset.typeIn : "/";
  changed(form, field);
  if (phone()) document.body.dataset.pane = "main";
  field.focus();
  if (slash) suggest(form, field);
  else send(form);
});
