// The live line of a hand-in: a stream of events where there is room, polling otherwise; then the page with the feedback.
const line = document.querySelector("[data-live]");
if (line && line.dataset.final !== "yes") {
  const words = line.querySelector("[data-live-words]");
  const show = (state) => {
    if (words.textContent !== state.words) words.textContent = state.words;
    if (state.final) location.reload();
  };
  const poll = async () => {
    let wait = 5;
    try {
      const answer = await fetch(line.dataset.poll, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const state = await answer.json();
        wait = state.again_s;
        show(state);
        if (state.final) return;
      }
    } catch {
      wait = 10;
    }
    setTimeout(poll, wait * 1000);
  };
  if ("EventSource" in window) {
    const stream = new EventSource(line.dataset.live);
    stream.onmessage = (event) => show(JSON.parse(event.data));
    stream.addEventListener("poll", () => { stream.close(); poll(); });
    stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) poll(); };
    addEventListener("pagehide", () => stream.close());
  } else {
    poll();
  }
}
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    window.print();
  });
}
// The plots come a moment after the marks: look once more, without taking the reader's place on the page.
if (document.querySelector("[data-drawing]") && !sessionStorage.getItem(location.pathname)) {
  sessionStorage.setItem(location.pathname, "drawn");
  setTimeout(() => location.reload(), 2500);
}
// An address with an exercise in it opens that exercise.
const open = () => document.getElementById(location.hash.slice(1))?.querySelector("details")?.setAttribute("open", "");
addEventListener("hashchange", open);
open();
