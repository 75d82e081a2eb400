// What the chat page does in the browser by itself: theme, panels, copying, reasons, focus and scrolling.
(() => {
  "use strict";
  const THEME = "tro-ly-van-ban-theme";
  const root = document.documentElement;
  let openedBy = null; // the button that opened the source, to give the focus back to

  // --- theme: the system's, until the user chooses
  const wanted = () => localStorage.getItem(THEME) || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const applyTheme = () => document.body && document.body.classList.toggle("dark", wanted() === "dark");
  const switchTheme = () => {
    localStorage.setItem(THEME, wanted() === "dark" ? "light" : "dark");
    applyTheme();
  };

  // --- copying: the clipboard needs a secure page; on plain http a hidden text area does it
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = Object.assign(document.createElement("textarea"), { value: text });
    area.style.cssText = "position:fixed;opacity:0";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  const copyFrom = async (button) => {
    await copy(button.dataset.copy);
    const label = button.querySelector("span");
    const before = label.textContent;
    label.textContent = "Đã chép";
    say("Đã chép vào bộ nhớ tạm");
    setTimeout(() => { label.textContent = before; }, 1600);
  };

  // --- a word to screen readers
  const say = (text) => {
    let live = document.getElementById("said");
    if (!live) {
      live = Object.assign(document.createElement("div"), { id: "said", className: "sr-only" });
      live.setAttribute("role", "status");
      document.body.append(live);
    }
    live.textContent = text;
  };

  // --- the reasons under an answer
  const toggleReasons = (name) => {
    const form = document.getElementById(`reasons-${name}`);
    form.hidden = !form.hidden;
    const opener = document.querySelector(`.actions [data-reasons="${name}"]`);
    opener.setAttribute("aria-expanded", String(!form.hidden));
    (form.hidden ? opener : form.querySelector("input")).focus();
  };
  const reasonsOf = (button) => {
    const form = button.closest(".reasons");
    if (!form) return {};
    const reasons = [...form.querySelectorAll("input:checked")].map((input) => input.value);
    return { reasons, comment: form.querySelector("textarea").value };
  };

  // --- the source beside the conversation
  const sourceOpened = (element) => {
    document.querySelectorAll(".opened").forEach((each) => each.classList.remove("opened"));
    if (openedBy) openedBy.classList.add("opened");
    const heading = element.querySelector("h2");
    if (heading) heading.focus({ preventScroll: true });
    element.scrollTop = 0;
    const marked = element.querySelector("mark.value, mark");
    const below = marked ? marked.getBoundingClientRect().bottom - element.getBoundingClientRect().bottom : 0;
    if (below > -40) element.scrollTop = below + element.clientHeight / 3;
  };
  const sourceClosed = () => {
    document.querySelectorAll(".opened").forEach((each) => each.classList.remove("opened"));
    if (openedBy && openedBy.isConnected) openedBy.focus();
  };
  const closeSource = () => document.querySelector("[data-close-source]")?.click();

  // --- the list of conversations, a drawer on narrow windows
  const sideShown = () => document.getElementById("workspace").classList.contains("side-open");
  const showSide = (shown) => {
    document.getElementById("workspace").classList.toggle("side-open", shown);
    const opener = document.querySelector("[data-side-switch]");
    if (shown) document.getElementById("new-conversation").focus();
    else if (opener.getAttribute("aria-expanded") === "true") opener.focus();
    opener.setAttribute("aria-expanded", String(shown));
  };

  // --- the newest turn stays in sight while it grows, unless the reader has scrolled up to read
  const follow = (talk) => {
    let turns = 0;
    new MutationObserver(() => {
      const now = talk.querySelectorAll(".turn").length;
      const near = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 260;
      const last = talk.querySelector(".turn:last-child");
      if (last && (now !== turns || near)) last.scrollIntoView({ block: "start" });
      turns = now;
    }).observe(talk, { childList: true, subtree: true });
  };

  // --- the page is Vietnamese, whatever language Gradio finds for its own words
  const keepLanguage = () => { if (root.lang !== "vi") root.lang = "vi"; };

  const begin = () => {
    applyTheme();
    keepLanguage();
    new MutationObserver(keepLanguage).observe(root, { attributes: true, attributeFilter: ["lang"] });
    const waiting = setInterval(() => {
      const talk = document.getElementById("talk");
      const question = document.querySelector("#question textarea");
      if (!talk || !question) return;
      clearInterval(waiting);
      applyTheme();
      follow(talk);
      document.querySelector("#middle")?.setAttribute("role", "main");
      document.querySelector("#side")?.setAttribute("role", "navigation");
      document.querySelector("#side")?.setAttribute("aria-label", "Cuộc trò chuyện");
      question.setAttribute("aria-label", "Câu hỏi");
      question.setAttribute("enterkeyhint", "send");
      if (matchMedia("(min-width: 900px)").matches) question.focus({ preventScroll: true });
    }, 50);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, a");
    if (!button) {
      if (!event.target.closest("#side")) showSide(false);
      return;
    }
    if ("sideSwitch" in button.dataset) showSide(!sideShown());
    else if (button.closest("#side") || button.dataset.do === "ask") showSide(false);
    if ("themeSwitch" in button.dataset) switchTheme();
    if ("copy" in button.dataset) copyFrom(button);
    if (button.dataset.reasons) toggleReasons(button.dataset.reasons);
    if (button.dataset.do === "open_source") openedBy = button;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (sideShown()) showSide(false);
    else closeSource();
  });

  window.assistantPage = { reasonsOf, sourceOpened, sourceClosed };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
