// While blanks are filled in, say what would change; the button does the same without this.
for (const form of document.querySelectorAll("form[data-live]")) {
  const place = form.querySelector("[data-preview]");
  let timer;
  let turn = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++turn;
      place.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(form.dataset.live, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
        if (!answer.ok || answer.redirected || mine !== turn) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (mine === turn) place.replaceChildren(...page.body.childNodes);
      } catch {
        // no connection: the button says so
      } finally {
        if (mine === turn) place.removeAttribute("aria-busy");
      }
    }, 600);
  });
}
