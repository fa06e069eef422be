// An attempt: save each answer as it is given, show the time left by the server's clock, keep what could not be sent, mount figures.
//
// The page is a form and works without this. What is typed is kept in localStorage until the server has said "saved"; so a lost line,
// a closed laptop or a login that ran out loses nothing. The clock counts with performance.now(), which a wrong device clock does not move.

import { mount } from "./figures/frame.js";

const PAUSE_MS = 700;
const AGAIN_MS = [2000, 5000, 10000];
const CLOCK_MS = 30000;
const ko = document.documentElement.lang === "ko";
const say = (en, korean) => (ko ? korean : en);
const STANDING = {
  answered: [" ✓", say("answered", "답함")],
  unreadable: [" ⚠", say("cannot be read", "읽을 수 없는 답")],
  open: ["", say("not answered", "답 안 함")],
};

for (const host of document.querySelectorAll("[data-figure]")) mount(host);
const form = document.querySelector("form[data-quiz]");
if (form) new Attempt(form).begin();

function Attempt(page) {
  const questions = new Map();
  const key = `quiz ${page.dataset.attempt}`;
  const trouble = page.querySelector("[data-trouble]");
  const announce = page.querySelector("[data-announce]");
  let leaving = false;

  this.begin = () => {
    for (const section of page.querySelectorAll("[data-question]")) {
      const position = section.dataset.question;
      questions.set(position, { section, position, timer: 0, tries: 0, sending: false, again: false, base: "" });
      const touched = (event) => {
        if (event.isComposing) return; // an input method is not done yet
        changed(questions.get(position), event.type === "change" ? 0 : PAUSE_MS);
      };
      for (const kind of ["input", "change", "compositionend"]) section.addEventListener(kind, touched);
    }
    restore();
    page.addEventListener("submit", () => (leaving = true));
    window.addEventListener("online", () => waiting().forEach((q) => send(q)));
    window.addEventListener("pagehide", () => !leaving && waiting().forEach((q) => navigator.sendBeacon?.(address(q), body(q))));
    if (page.dataset.left !== undefined) clock();
  };

  const waiting = () => [...questions.values()].filter((q) => q.dirty);
  const address = (q) => page.dataset.save.replace(/\/0$/, `/${q.position}`);
  const fields = (q) => [...new FormData(page).entries()].filter(([name]) => name.startsWith(`q${q.position}.`));

  function body(q) {
    const data = new FormData();
    data.set("csrf_token", page.elements.csrf_token.value);
    data.set("base", q.base);
    for (const [name, value] of fields(q)) data.append(name, value);
    return data;
  }

  function changed(q, after) {
    q.dirty = true;
    keep();
    word(q, "◔", say("Saving …", "저장하고 있어요 …"));
    clearTimeout(q.timer);
    q.timer = setTimeout(() => send(q), after);
  }

  async function send(q) {
    if (q.sending) {
      q.again = true;
      return;
    }
    q.sending = true;
    q.again = false;
    const before = JSON.stringify(fields(q));
    try {
      const answer = await fetch(address(q), { method: "POST", body: body(q), headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.status === 401 || answer.status === 400) return signedOut(q);
      if (!answer.ok) throw new Error(String(answer.status));
      done(q, await answer.json(), before);
    } catch {
      word(q, "⚠", say("Not sent yet; kept on this device. Trying again.", "아직 보내지 못했어요. 이 기기에 보관했고 다시 보낼게요."));
      q.timer = setTimeout(() => send(q), AGAIN_MS[Math.min(q.tries++, AGAIN_MS.length - 1)]);
    } finally {
      q.sending = false;
      if (q.again) send(q);
    }
  }

  function done(q, said, before) {
    Object.assign(q, { tries: 0, base: String(said.answer), dirty: JSON.stringify(fields(q)) !== before });
    keep();
    trouble.hidden = true;
    const at = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: page.dataset.zone });
    if (said.state === "late") word(q, "⚠", say("Kept, but it came after the end.", "보관했지만 끝난 뒤에 도착했어요."));
    else if (!q.dirty) word(q, "✓", say(`Saved ${at}`, `${at} 저장됨`));
    if (said.elsewhere) tell(say("This quiz is open in another tab, too. The newest answer counts.", "이 퀴즈가 다른 탭에도 열려 있어요. 가장 나중 답이 반영돼요."));
    const problem = q.section.querySelector("[data-problem]");
    problem.textContent = said.problem ? `⚠ ${said.problem}` : "";
    const number = page.querySelector(`[data-progress="${q.position}"]`);
    if (number) {
      const [sign, words] = STANDING[said.standing];
      number.querySelector("[data-tick]").textContent = sign;
      number.querySelector("[data-standing]").textContent = ` ${words}`;
    }
    if (said.left !== null) left(said.left);
    if (said.over) location.reload();
  }

  async function signedOut(q) {
    word(q, "⚠", say("Kept on this device: you are logged out.", "로그아웃되어 이 기기에 보관했어요."));
    const link = document.createElement("a");
    Object.assign(link, { href: `/login?next=${encodeURIComponent(page.dataset.login)}`, target: "_blank", rel: "noopener" });
    link.textContent = say("Log in in a new tab", "새 탭에서 로그인하기");
    tell(say("You are logged out. Your answers are kept here and sent when you are back. ", "로그아웃됐어요. 답은 여기에 보관되어 다시 로그인하면 보내져요. "), link);
    try {
      const answer = await fetch(page.dataset.token, { headers: { Accept: "application/json" } });
      page.elements.csrf_token.value = (await answer.json()).csrf;
    } catch {
      // the line is down as well; the next try asks again
    }
    q.timer = setTimeout(() => send(q), AGAIN_MS[1]);
  }

  function tell(text, ...more) {
    trouble.replaceChildren(text, ...more);
    trouble.hidden = false;
  }

  function word(q, sign, text) {
    const place = q.section.querySelector("[data-saved]");
    if (place) place.textContent = `${sign} ${text}`;
  }

  // What is not sent yet stays on the device under the attempt's name.
  function keep() {
    try {
      const kept = Object.fromEntries(waiting().map((q) => [q.position, fields(q)]));
      if (Object.keys(kept).length) localStorage.setItem(key, JSON.stringify(kept));
      else localStorage.removeItem(key);
    } catch {
      // no room or not allowed: the answers are still on the page
    }
  }

  function restore() {
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(key) || "{}");
    } catch {
      return;
    }
    for (const [position, pairs] of Object.entries(kept)) {
      const q = questions.get(position);
      if (!q) continue;
      for (const input of q.section.querySelectorAll("[name]")) {
        const values = pairs.filter(([name]) => name === input.name).map(([, value]) => value);
        if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
        else if (input.type !== "hidden" && values.length) input.value = values[values.length - 1];
      }
      changed(q, 0);
    }
  }

  let ends = 0;
  let hidden = false;
  const warned = new Set();

  function left(seconds) {
    ends = performance.now() + 1000 * seconds;
  }

  function clock() {
    left(Number(page.dataset.left));
    const label = page.querySelector("[data-time]");
    const button = page.querySelector("[data-hide-time]");
    button.hidden = false;
    button.addEventListener("click", () => {
      hidden = !hidden;
      button.setAttribute("aria-pressed", String(hidden));
      button.textContent = hidden ? say("Show time", "시간 보기") : say("Hide time", "시간 숨기기");
      tick();
    });
    const ask = async () => {
      try {
        const answer = await fetch(page.dataset.clock, { headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const said = await answer.json();
        if (said.left !== null) left(said.left);
        if (said.over) location.reload();
      } catch {
        // no line: the clock counts on
      }
    };
    function tick() {
      const seconds = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
      const text = seconds >= 60 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : `${seconds} ${say("s", "초")}`;
      label.textContent = hidden && seconds > 60 ? "–" : text;
      for (const minutes of [5, 1]) {
        if (seconds <= 60 * minutes && seconds > 60 * minutes - 5 && !warned.has(minutes)) {
          warned.add(minutes);
          announce.textContent = say(`${minutes} min left`, `${minutes}분 남았어요`);
        }
      }
      if (seconds === 0 && !leaving) {
        leaving = true;
        page.requestSubmit(page.querySelector("[data-submit]"));
      }
    }
    tick();
    setInterval(tick, 500);
    setInterval(ask, CLOCK_MS);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  }
}
