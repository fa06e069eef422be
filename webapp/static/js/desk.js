// The queue, kept fresh: a stream says that it has changed, then the part is fetched and put in place. Ticks, open details and focus stay.
const part = document.querySelector("[data-part]");
const announce = document.querySelector("[data-announce]");
const typing = () => part.contains(document.activeElement) && document.activeElement.matches("input:not([type=checkbox]), textarea");
const swap = (html) => {
  const ticks = new Map([...part.querySelectorAll("input[type=checkbox]")].map((box) => [box.value, box.checked]));
  const open = [...part.querySelectorAll("details")].map((details) => details.open);
  const fields = [...part.querySelectorAll("a, button, input, summary")];
  const at = fields.indexOf(document.activeElement);
  const fresh = new DOMParser().parseFromString(html, "text/html");
  part.replaceChildren(...fresh.body.childNodes);
  for (const box of part.querySelectorAll("input[type=checkbox]")) if (ticks.has(box.value)) box.checked = ticks.get(box.value);
  [...part.querySelectorAll("details")].forEach((details, n) => { details.open = open[n] ?? false; });
  if (at >= 0) ([...part.querySelectorAll("a, button, input, summary")][at] ?? part.querySelector("summary"))?.focus();
};
let waiting = false;
const refresh = async () => {
  waiting = false;
  if (typing()) return later();
  const answer = await fetch(part.dataset.part, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) swap(await answer.text());
};
const later = () => {
  if (!waiting) {
    waiting = true;
    setTimeout(refresh, 1200);
  }
};
const poll = async () => {
  await refresh();
  setTimeout(poll, 5000 + 3000 * Math.random());
};
if (part && "EventSource" in window) {
  let said = part.dataset.said;
  let first = true;  // what the stream says first is what the page shows
  const stream = new EventSource(part.dataset.stream);
  stream.onmessage = (event) => {
    const words = JSON.parse(event.data).words;
    if (words !== said) {
      said = words;
      announce.textContent = words;
    }
    if (!first) later();
    first = false;
  };
  stream.addEventListener("poll", () => { stream.close(); poll(); });
  stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) poll(); };
  addEventListener("pagehide", () => stream.close());
} else if (part) {
  poll();
}
