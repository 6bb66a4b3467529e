// What pages do in the browser beside charts. Every page works without it; it saves clicks and shows progress.

const root = document.documentElement;
const systemIsLight = matchMedia("(prefers-color-scheme: light)");
const theme = () => root.dataset.theme ?? (systemIsLight.matches ? "light" : "dark");
const announceTheme = () => document.dispatchEvent(new Event("nt-theme"));
systemIsLight.addEventListener("change", announceTheme);

document.addEventListener("click", event => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  root.dataset.theme = theme() === "light" ? "dark" : "light";
  document.cookie = `nt-theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`; // the server writes it into the next page
  announceTheme();
});

document.addEventListener("change", event => {
  const form = event.target.closest("form");
  if (form && event.target.closest("[data-autosubmit]")) form.requestSubmit(); // the whole form, or one field of it
  if (form?.hasAttribute("data-ticket")) showPrices(form);
});

// An order that was changed after its preview must be previewed again.
document.addEventListener("input", event => {
  const form = event.target.closest("form[data-ticket]");
  form?.querySelectorAll("[data-confirm]").forEach(part => { part.hidden = true; });
});

// The first click sends; a second one before the answer would only ask the same again.
document.addEventListener("submit", event => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
}, { capture: true }); // before the framework sends it

function showPrices(form) {
  const type = form.elements["orderType"]?.value;
  const show = (name, wanted) => { const part = form.querySelector(`[data-price="${name}"]`); if (part) part.hidden = !wanted; };
  show("limit", type === "Limit" || type === "StopLimit");
  show("stop", type === "Stop" || type === "StopLimit");
}

// How many combinations the ranges of a search make, said while they are typed; the server counts again and has the last word.
function countCombinations(form) {
  const place = form.querySelector("[data-count]");
  if (!place) return;
  const number = (row, part) => parseFloat(row.querySelector(`input[name^="${part}-"]`)?.value);
  const values = [...form.querySelectorAll("[data-range]")].map(row => {
    const list = row.querySelector(`input[name^="from-"]`)?.value ?? "";
    if (list.includes(",")) return list.split(",").length;
    const [from, to, step] = ["from", "to", "step"].map(part => number(row, part));
    return Number.isNaN(to) || to === from ? 1 : step > 0 && to > from ? Math.floor((to - from) / step + 1e-9) + 1 : NaN;
  });
  const all = values.reduce((product, count) => product * count, 1);
  place.textContent = Number.isFinite(all) ? `${all.toLocaleString("en-US")} combination${all === 1 ? "" : "s"}.` : "";
}
document.addEventListener("input", event => {
  const form = event.target.closest("form[data-combinations]");
  if (form) countCombinations(form);
});

// A running job: server-sent events move the bar; when it ends the page is read again.
let stream;
function followJob() {
  const job = document.querySelector("[data-job]");
  if (stream && stream.job !== job?.dataset.job) { stream.close(); stream = undefined; }
  if (!job || stream) return;
  stream = new EventSource(job.dataset.job);
  stream.job = job.dataset.job;
  const show = event => {
    const progress = JSON.parse(event.data);
    const bar = job.querySelector("progress");
    if (bar) bar.value = progress.fraction;
    const text = job.querySelector("[data-message]");
    if (text) text.textContent = `${progress.done} of ${progress.of}: ${progress.message}`;
    if (!/running/i.test(progress.state)) finish();
  };
  const finish = () => { stream?.close(); stream = undefined; location.reload(); };
  for (const name of ["message", "progress"]) stream.addEventListener(name, show);
  for (const name of ["completed", "failed", "canceled", "done", "end"]) stream.addEventListener(name, finish);
  stream.onerror = () => { if (stream?.readyState === EventSource.CLOSED) finish(); };
}

// On a narrow screen the navigation scrolls sideways; the page that is open is not to be out of sight in it.
function showPlace() {
  const side = document.querySelector(".side"), here = side?.querySelector("nav a.active");
  if (!here || side.scrollWidth <= side.clientWidth) return;
  const place = here.getBoundingClientRect();
  side.scrollLeft += place.left + place.width / 2 - side.getBoundingClientRect().left - side.clientWidth / 2;
}

function ready() {
  showPlace();
  document.querySelectorAll("form[data-sent]").forEach(form => delete form.dataset.sent);
  document.querySelectorAll("form[data-ticket]").forEach(showPrices);
  document.querySelectorAll("form[data-combinations]").forEach(countCombinations);
  document.querySelectorAll("form[data-autosubmit] [data-apply]").forEach(button => { button.hidden = true; });
  followJob();
}
ready();
window.Blazor?.addEventListener("enhancedload", ready);

// Figures that move are read again every few seconds, from the same page; forms on it and what is focused are left alone.
let read = 0;
setInterval(async () => {
  const live = document.querySelector("[data-live]");
  if (!live || document.hidden || Date.now() - read < live.dataset.live * 1000 || live.contains(document.activeElement)) return;
  read = Date.now();
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [now, banner] = [fresh.getElementById(live.id), fresh.querySelector(".halted")];
    if (!answer.ok || !now) return;
    live.replaceChildren(...now.childNodes);
    const shown = document.querySelector(".halted");
    if (!banner) shown?.remove();
    else if (shown) shown.replaceWith(banner);
    else document.getElementById("main").prepend(banner);
  } catch { /* the platform is being started again: the next look shows it */ }
}, 500);
