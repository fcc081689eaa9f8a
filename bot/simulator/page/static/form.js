// Values of elements, and what happens when a person presses or changes one.
import { act, element, toast, words, here } from "./net.js";
import { ask, menu } from "./float.js";
import { chosen, choose, openPick } from "./pick.js";
import { fromEditor } from "./rich.js";

const elements = (surface) => [...surface.querySelectorAll("[data-el]")];

export function read(node) {
  if (node.classList.contains("pick")) {
    const values = chosen(node).map((item) => item.value);
    return "many" in node.dataset ? values : values[0] ?? null;
  }
  if (node.classList.contains("ticks")) {
    const on = [...node.querySelectorAll("input:checked")].map((input) => input.value);
    return node.dataset.el === "checkboxes" ? on : on[0] ?? null;
  }
  if (node.classList.contains("richin")) return fromEditor(node.querySelector(".richedit"));
  if (node.classList.contains("filein")) return [...node.querySelectorAll("li[data-file]")].map((item) => item.dataset.file);
  return node.querySelector("input, textarea")?.value ?? null;
}

export function values(surface) {
  const all = {};
  for (const node of elements(surface)) (all[node.dataset.block] ??= {})[node.dataset.action] = read(node);
  return all;
}

// What a person entered, kept over a change of the page as Slack keeps it: by block, action and kind.
export function capture(surface) {
  return elements(surface).map((node) => {
    const { block, action, el } = node.dataset;
    const kept = node.classList.contains("pick") ? chosen(node)
      : node.classList.contains("richin") ? node.querySelector(".richedit").innerHTML
      : node.classList.contains("filein") ? [...node.querySelectorAll("li[data-file]")] : read(node);
    return { block, action, el, kept };
  });
}

export function restore(surface, entries) {
  for (const { block, action, el, kept } of entries) {
    const node = elements(surface).find((one) => one.dataset.block === block && one.dataset.action === action && one.dataset.el === el);
    if (!node) continue;
    if (node.classList.contains("pick")) choose(node, kept);
    else if (node.classList.contains("richin")) node.querySelector(".richedit").innerHTML = kept;
    else if (node.classList.contains("filein")) node.querySelector(".filelist").replaceChildren(...kept);
    else if (node.classList.contains("ticks")) for (const input of node.querySelectorAll("input")) input.checked = [kept].flat().includes(input.value);
    else if (kept !== null) node.querySelector("input, textarea").value = kept;
  }
}

async function agreed(node) {
  const template = node.closest(".el")?.querySelector("template.confirm");
  return !template || ask(template);
}

async function dispatch(node, { block, action, value }) {
  const surface = node.closest("[data-surface]");
  node.classList.add("waiting");
  const answer = await act("act", { surface: surface.dataset.ref, block, action, value, values: values(surface) });
  node.classList.remove("waiting");
  if (!answer.ok) toast(answer.error, true);
}

export async function changed(node) {
  if (!node.dataset.dispatch && !node.dataset.on) return;
  if (!(await agreed(node))) return document.dispatchEvent(new CustomEvent("page:redraw"));
  await dispatch(node, { block: node.dataset.block, action: node.dataset.action, value: read(node) });
}

async function press(button) {
  if (button.classList.contains("waiting")) return;
  if (!(await agreed(button))) return;
  await dispatch(button, button.dataset);
}

function overflow(button) {
  const options = JSON.parse(button.nextElementSibling.textContent);
  const { block, action } = button.dataset;
  menu(button, options.map((option) => ({
    ...option,
    run: async () => { if (await agreed(button)) await dispatch(button, { block, action, value: option.value }); },
  })));
}

async function upload(filein, files) {
  const list = filein.querySelector(".filelist");
  const limit = Number(filein.dataset.limit);
  for (const file of files) {
    if (list.children.length >= limit) return toast(words.tooManyFiles.replace("{count}", limit), true);
    const item = element("li", {}, element("span", { textContent: file.name, dir: "auto" }), element("span", { className: "spin", style: "display:inline-block" }));
    list.append(item);
    const form = new FormData();
    form.append("file", file);
    const answer = await fetch(`/page/upload?as=${here.as}`, { method: "POST", body: form }).then((one) => one.json()).catch(() => ({ ok: false, error: words.offline }));
    item.querySelector(".spin").remove();
    if (!answer.ok) { item.remove(); toast(answer.error, true); continue; }
    item.dataset.file = answer.file;
    item.append(element("button", { type: "button", textContent: "×", aria: { label: words.remove }, onclick: () => item.remove() }));
  }
}

export function count(field) {
  const counter = field.parentElement?.querySelector(".count[data-max]");
  if (!counter) return;
  const left = Number(counter.dataset.max) - field.value.length;
  counter.textContent = left;
  counter.classList.toggle("near", left <= Math.max(20, counter.dataset.max / 10));
  counter.classList.toggle("full", left <= 0);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-act], [data-overflow], .pick-face");
  if (!target || !target.closest("[data-surface]")) return;
  if (target.matches("[data-act]")) {
    if (target.tagName === "A" && target.closest(".el").querySelector("template.confirm")) event.preventDefault();
    press(target);
  } else if (target.matches("[data-overflow]")) overflow(target);
  else openPick(target.closest(".pick"), changed);
});
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (field.matches?.(".pick-face") && event.key === "ArrowDown") { event.preventDefault(); field.click(); }
  const typed = field.closest?.(".typed");
  if (event.key === "Enter" && typed && field.tagName === "INPUT") {
    event.preventDefault(); // as in Slack, Enter in a field does not send the form; Ctrl+Enter does
    if (typed.dataset.on?.includes("on_enter_pressed")) changed(typed);
  }
});
let typing;
document.addEventListener("input", (event) => {
  const typed = event.target.closest?.(".typed");
  if (!typed) return;
  count(event.target);
  if (!typed.dataset.on?.includes("on_character_entered")) return;
  clearTimeout(typing);
  typing = setTimeout(() => changed(typed), 350);
});
document.addEventListener("change", (event) => {
  const box = event.target.closest?.(".ticks, .moment, .filein");
  if (!box) return;
  if (box.classList.contains("filein")) { upload(box, event.target.files); event.target.value = ""; }
  else changed(box);
});
for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, (event) => {
  const drop = event.target.closest?.(".drop");
  if (!drop) return;
  event.preventDefault();
  drop.classList.toggle("over", kind === "dragover");
  if (kind === "drop") upload(drop.closest(".filein"), event.dataTransfer.files);
});
