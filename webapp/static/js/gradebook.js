// The table by keyboard: one tab stop, arrow keys move, Enter opens the reasons beside the table. Without this, links are links.
const table = document.querySelector("[data-grid]");
const dialog = document.querySelector("[data-dialog]");

if (table) {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("a")]);
  const place = new Map();
  rows.forEach((links, r) => links.forEach((link, c) => { place.set(link, [r, c]); link.tabIndex = -1; }));
  let here = rows[0][0];
  here.tabIndex = 0;
  document.querySelector("[data-keys]").hidden = false;
  const go = (link) => {
    if (!link) return;
    here.tabIndex = -1;
    here = link;
    here.tabIndex = 0;
    here.focus();
    here.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], PageUp: [-10, 0], PageDown: [10, 0] };
  table.addEventListener("focusin", (event) => {
    if (place.has(event.target)) { here.tabIndex = -1; here = event.target; here.tabIndex = 0; }
  });
  table.addEventListener("keydown", (event) => {
    const at = place.get(event.target);
    if (!at || event.altKey || event.metaKey) return;
    const [r, c] = at;
    const last = rows.length - 1;
    let to;
    if (event.key in steps && !event.ctrlKey) {
      const line = rows[Math.min(last, Math.max(0, r + steps[event.key][0]))];
      to = line[Math.min(line.length - 1, Math.max(0, c + steps[event.key][1]))];
    } else if (event.key === "Home") to = (event.ctrlKey ? rows[0] : rows[r])[0];
    else if (event.key === "End") to = (event.ctrlKey ? rows[last] : rows[r]).at(-1);
    else return;
    event.preventDefault();
    go(to);
  });
  table.tBodies[0].addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link);
  });
}

async function open(link) {
  const address = new URL(link.href);
  address.searchParams.set("back", dialog.dataset.here);
  const whole = address.href;
  address.searchParams.set("panel", "1");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const box = document.createElement("div");
    box.append(...page.body.childNodes);
    const close = document.createElement("button");
    close.type = "button";
    close.className = "secondary";
    close.textContent = dialog.dataset.close;
    close.addEventListener("click", () => dialog.close());
    box.append(close);
    dialog.replaceChildren(box);
    dialog.showModal();
    box.tabIndex = -1;
    box.focus();
    dialog.addEventListener("close", () => link.focus(), { once: true });
  } catch {
    location.href = whole;
  }
}
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
