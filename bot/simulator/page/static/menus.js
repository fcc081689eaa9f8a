// The menu of a message, shortcuts, the clock, the help.
import { act, here, phone, start, toast, words } from "./net.js";
import { menu, panel } from "./float.js";

const shortcuts = (kind) => start.shortcuts.filter((one) => one.kind === kind);

async function run(callback, surface = "") {
  const answer = await act("shortcut", { callback, surface });
  if (!answer.ok) toast(answer.error, true);
}

function more(button) {
  const ref = button.dataset.more;
  const message = button.closest(".msg");
  const items = [];
  if (!button.dataset.mine) {
    if (!button.closest("#thread")) items.push({ label: words.reply, run: () => message.querySelector(".hover [data-thread]").click() });
    items.push({ label: words.copyLink, run: () => copy(message) });
    const own = shortcuts("message").map((one) => ({ label: one.name, detail: start.app, run: () => run(one.callback, ref) }));
    if (own.length) items.push(null, ...own);
  } else items.push({ label: words.copyLink, run: () => copy(message) });
  menu(button, items);
}

async function copy(message) {
  const query = new URLSearchParams({ as: here.as, at: here.at, ...(here.thread ? { thread: here.thread } : {}) });
  const url = `${location.origin}/?${query}#msg=${message.id}`;
  try { await navigator.clipboard.writeText(url); toast(words.copied); } catch { toast(url); }
}

async function shift(button) {
  const clock = button.closest(".clock");
  clock.classList.add("busy");
  clock.classList.remove("open");
  const answer = await act("clock", { by: button.dataset.clock });
  clock.classList.remove("busy");
  toast(answer.ok ? answer.said : answer.error, !answer.ok);
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest?.(selector);
  const clock = at("[data-clock]");
  if (clock) return shift(clock);
  const face = at("[data-clock-open]");
  const box = document.querySelector(".clock");
  if (face && phone()) {
    box.classList.toggle("open");
    face.setAttribute("aria-expanded", String(box.classList.contains("open")));
  } else box?.classList.remove("open");
  if (at("[data-more]")) more(at("[data-more]"));
  if (at("[data-shortcuts]")) menu(at("[data-shortcuts]"), shortcuts("global").map((one) => ({ label: one.name, detail: start.app, run: () => run(one.callback) })));
  if (at("[data-help]")) {
    const intro = document.querySelector("#main .intro:not(.small)") ?? document.getElementById("welcome")?.content.firstElementChild;
    if (intro) panel(intro.cloneNode(true));
  }
});
