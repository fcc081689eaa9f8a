// Selects: one or many, from a list, from people and places, or from what the app suggests as one types.
import { act, element, here, phone, words } from "./net.js";
import { pop, shut } from "./float.js";

export const chosen = (pick) => JSON.parse(pick.dataset.chosen || "[]");

export function choose(pick, items) {
  pick.dataset.chosen = JSON.stringify(items);
  const show = pick.querySelector(".pick-show");
  const many = "many" in pick.dataset;
  show.replaceChildren(...(items.length
    ? items.map((item) => element("span", { className: many ? "chip" : "", textContent: item.label, dir: "auto" }))
    : [element("span", { className: "empty", textContent: pick.dataset.empty, dir: "auto" })]));
}

const groupsOf = (pick) => JSON.parse(pick.querySelector(":scope > script").textContent);
const find = (surface, { block, action }) =>
  document.querySelector(`[data-ref="${CSS.escape(surface)}"] .pick[data-block="${CSS.escape(block)}"][data-action="${CSS.escape(action)}"]`);

export function openPick(pick, changed) {
  const face = pick.querySelector(".pick-face");
  const { block, action } = pick.dataset;
  const surface = pick.closest("[data-surface]").dataset.ref;
  const many = "many" in pick.dataset;
  const before = pick.dataset.chosen;
  const now = () => find(surface, { block, action }) ?? pick;
  const finish = () => { if (many && now().dataset.chosen !== before) changed(now()); };
  pop(face, (box) => fill(box, { pick, now, many, surface, changed }), { wide: true, onclose: finish });
}

function fill(box, { pick, now, many, surface, changed }) {
  const outside = pick.dataset.outside;
  const groups = outside === undefined ? groupsOf(pick) : [];
  const search = element("input", { type: "search", placeholder: words.search, autocomplete: "off", role: "combobox", aria: { label: words.search, expanded: "true", controls: "pick-list" } });
  const list = element("div", { className: "list", id: "pick-list", role: "listbox" });
  if (many) list.setAttribute("aria-multiselectable", "true");
  const count = groups.reduce((sum, group) => sum + group.options.length, 0);
  box.append(search, list);
  if (many) box.append(element("button", { type: "button", className: "btn primary small done", textContent: words.done, onclick: () => shut(true) }));

  const take = (option) => {
    const target = now();
    const items = chosen(target);
    if (!many) {
      choose(target, items[0]?.value === option.value && target.closest(".field")?.querySelector(".optional") ? [] : [option]);
      shut(true);
      changed(target);
      return;
    }
    const most = Number(target.dataset.many);
    const without = items.filter((item) => item.value !== option.value);
    if (without.length === items.length && most && items.length >= most) return;
    choose(target, without.length === items.length ? [...items, option] : without);
    draw(search.value);
  };
  const draw = (query, from = groups) => {
    const wanted = query.trim().toLocaleLowerCase();
    const held = new Set(chosen(now()).map((item) => item.value));
    list.replaceChildren();
    for (const group of from) {
      const fit = outside !== undefined ? group.options : group.options.filter((option) => `${option.label} ${option.detail ?? ""}`.toLocaleLowerCase().includes(wanted));
      if (fit.length && group.label) list.append(element("div", { className: "group", textContent: group.label, dir: "auto" }));
      for (const option of fit) list.append(row(option, held.has(option.value), take));
    }
    if (!list.children.length) list.append(element("div", { className: "none", textContent: outside === undefined || wanted ? words.nothing : words.typeToSearch }));
    mark(list, list.querySelector("[aria-selected=true]") ?? list.querySelector(".item"), search);
  };
  let turn = 0;
  const suggest = async (query) => {
    if (query.length < Number(outside)) return draw("", []);
    const mine = ++turn;
    const answer = await act("options", { surface, block: pick.dataset.block, action: pick.dataset.action, query });
    if (mine === turn && box.isConnected) draw(query, answer.ok ? answer.groups : []);
  };
  let timer;
  search.addEventListener("input", () => {
    if (outside === undefined) return draw(search.value);
    clearTimeout(timer);
    timer = setTimeout(() => suggest(search.value), 200);
  });
  search.addEventListener("keydown", (event) => keys(event, list, search));
  if (outside === undefined) draw("");
  else suggest("");
  search.hidden = outside === undefined && count < 8;
  list.tabIndex = -1;
  list.addEventListener("keydown", (event) => keys(event, list, search));
  requestAnimationFrame(() => (search.hidden || phone() ? list : search).focus());
}

function row(option, selected, take) {
  const text = element("span", {}, element("span", { textContent: option.label, dir: "auto" }));
  if (option.detail) text.append(element("small", { textContent: option.detail, dir: "auto" }));
  const item = element("div", { className: "item", role: "option", id: `o-${option.value}`, aria: { selected: String(selected) } });
  if (option.tone) {
    const face = element("span", { className: "avatar s", textContent: option.label.split(/\s+/).map((part) => part[0]).join("").slice(0, 2) });
    face.style.setProperty("--tone", option.tone);
    item.append(face);
  }
  item.append(text);
  if (selected) item.append(element("span", { className: "tick-mark", textContent: "✓" }));
  item.addEventListener("click", () => take(option));
  return item;
}

function mark(list, item, search) {
  for (const other of list.querySelectorAll(".at")) other.classList.remove("at");
  if (!item) return;
  item.classList.add("at");
  search.setAttribute("aria-activedescendant", item.id);
  item.scrollIntoView({ block: "nearest" });
}

function keys(event, list, search) {
  const items = [...list.querySelectorAll(".item")];
  const at = items.findIndex((item) => item.classList.contains("at"));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    mark(list, items[(at + step + items.length) % items.length], search);
  } else if (event.key === "Enter") {
    event.preventDefault();
    items[at]?.click();
  } else if (event.key === "Tab") {
    event.preventDefault();
    shut(true);
  }
}
