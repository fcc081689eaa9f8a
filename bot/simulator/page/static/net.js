// Talking to the server, and telling the person what went wrong.

export const words = JSON.parse(document.getElementById("words").textContent);
export const start = JSON.parse(document.getElementById("start").textContent);
export const here = { as: start.place.user, at: start.place.at, thread: start.place.thread };

export async function act(what, details = {}) {
  let answer;
  try {
    const response = await fetch("/page/do", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: here.as, what, ...details }),
    });
    answer = await response.json();
  } catch {
    answer = { ok: false, error: words.offline };
  }
  document.dispatchEvent(new CustomEvent("page:refresh"));
  return answer;
}

export function toast(text, bad = false) {
  const note = document.createElement("div");
  note.className = bad ? "toast bad" : "toast";
  note.dir = "auto";
  note.textContent = text;
  if (bad) note.setAttribute("role", "alert");
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), bad ? 7000 : 3500);
}

export const phone = () => matchMedia("(max-width: 720px)").matches;

export function element(tag, properties = {}, ...inside) {
  const { data = {}, aria = {}, role, ...rest } = properties;
  const node = Object.assign(document.createElement(tag), rest);
  Object.assign(node.dataset, data);
  for (const [name, value] of Object.entries(aria)) node.setAttribute(`aria-${name}`, value);
  if (role) node.setAttribute("role", role);
  node.append(...inside);
  return node;
}
