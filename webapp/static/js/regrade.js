// How far the preview is: asked now and then, and the page comes anew when every hand-in is regraded.
const line = document.querySelector("[data-progress]");
const bar = document.querySelector("progress");
const look = async () => {
  let wait = 5;
  try {
    const answer = await fetch(line.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const state = await answer.json();
      wait = state.again_s;
      line.querySelector("[data-progress-words]").textContent = state.words;
      bar.value = state.done;
      if (state.final) return location.reload();
    }
  } catch {
    wait = 10;
  }
  setTimeout(look, wait * 1000);
};
if (line) setTimeout(look, 1000);
