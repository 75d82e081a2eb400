// What the chat page does in the browser by itself: theme, panels, copying, reasons, focus and scrolling.
(() => {
  "use strict";
  const THEME = "tro-ly-van-ban-theme";
  const root = document.documentElement;
  let openedBy = null; // the button that opened the source, to give the focus back to

  // --- language: Vietnamese, unless the cookie says English; what stands in the HTML comes translated from the server
  const LANGUAGE = "tro-ly-van-ban-language";
  const language = document.cookie.split("; ").includes(`${LANGUAGE}=en`) ? "en" : "vi";
  const ENGLISH = { "Đã chép": "Copied", "Đã chép vào bộ nhớ tạm": "Copied to the clipboard", "Cuộc trò chuyện": "Conversations", "Câu hỏi": "Question", "Tên cuộc trò chuyện": "Conversation title", "Lọc theo cơ quan ban hành": "Filter by issuer", "Lọc theo loại văn bản": "Filter by kind", "Lọc theo năm ban hành": "Filter by year" };
  const t = (text) => (language === "en" && ENGLISH[text]) || text;
  const switchLanguage = (wanted) => {
    document.cookie = `${LANGUAGE}=${wanted}; path=/; max-age=31536000; samesite=lax`;
    location.reload();
  };

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
    const linked = () => `${location.origin}/?q=${encodeURIComponent(button.dataset.link)}`;
    await copy(button.dataset.copy ?? linked());
    say(t("Đã chép vào bộ nhớ tạm"));
    const label = button.querySelector("span");
    if (!label) return;
    const before = label.textContent;
    label.textContent = t("Đã chép");
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
  const chooseWords = (button) => {
    const either = button.closest(".either");
    for (const each of either.querySelectorAll("[data-side]")) each.setAttribute("aria-pressed", String(each === button));
    either.querySelector(".as-it-stood").hidden = button.dataset.side === "repaired";
    either.querySelector(".page-text:not(.as-it-stood)").hidden = button.dataset.side !== "repaired";
  };
  const closeSource = () => document.querySelector("[data-close-source]")?.click();

  // --- renaming a conversation: its title becomes a field; Enter keeps, Escape leaves
  const rename = (button) => {
    const item = button.closest("li");
    const title = item.querySelector(".conversation");
    const field = Object.assign(document.createElement("input"), { value: title.title, maxLength: 80, className: "renaming" });
    field.setAttribute("aria-label", t("Tên cuộc trò chuyện"));
    item.querySelector("details").open = false;
    title.replaceWith(field);
    field.focus();
    field.select();
    let ended = false;
    const end = (keep) => {
      if (ended) return;
      ended = true;
      field.replaceWith(title);
      const wanted = field.value.trim();
      if (keep && wanted && wanted !== title.title) {
        title.textContent = wanted;
        item.dispatchEvent(new CustomEvent("renamed", { bubbles: true, detail: { id: item.dataset.conversation, title: wanted } }));
      }
      title.focus();
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); end(true); }
      if (event.key === "Escape") { event.stopPropagation(); end(false); }
    });
    field.addEventListener("blur", () => end(true));
  };

  // --- a file that the server made of a conversation
  const download = (element) => {
    const made = element.querySelector("[data-content]");
    if (!made) return;
    const bytes = Uint8Array.from(atob(made.dataset.content), (letter) => letter.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: made.dataset.media }));
    Object.assign(document.createElement("a"), { href: address, download: made.dataset.name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  };

  // --- a link to a question (?q=...) or to one document (?document=...), once the page is ready for it
  const beginLinked = async () => {
    const wanted = new URLSearchParams(location.search);
    const [question, about] = [wanted.get("q"), wanted.get("document")];
    if (!question && !about) return;
    history.replaceState(null, "", location.pathname);
    const soon = async (ready) => { for (let tries = 0; tries < 100 && !ready(); tries++) await new Promise((next) => setTimeout(next, 30)); };
    await soon(() => document.querySelector(".turns, .welcome"));
    if (document.querySelector(".turns")) document.getElementById("new-conversation").click();
    await soon(() => document.querySelector(".welcome"));
    if (about) document.querySelector(".welcome").dispatchEvent(new CustomEvent("about", { bubbles: true, detail: { document: about } }));
    if (!question) return;
    const field = document.querySelector("#question textarea");
    field.value = question.slice(0, 2000);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((next) => setTimeout(next, 60));
    document.getElementById("send").click();
  };

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

  // --- the page has the language chosen here, whatever language Gradio finds for its own words
  const keepLanguage = () => { if (root.lang !== language) root.lang = language; };

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
      document.querySelector("#side")?.setAttribute("aria-label", t("Cuộc trò chuyện"));
      question.setAttribute("aria-label", t("Câu hỏi"));
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
    else if (button.matches("#new-conversation, .conversation") || button.dataset.do === "ask") showSide(false);
    if ("themeSwitch" in button.dataset) switchTheme();
    if ("copy" in button.dataset || "link" in button.dataset) copyFrom(button);
    if (button.dataset.language) switchLanguage(button.dataset.language);
    if (button.dataset.side) chooseWords(button);
    if (button.dataset.rename) rename(button);
    if (button.dataset.reasons) toggleReasons(button.dataset.reasons);
    if (button.dataset.do === "open_source") openedBy = button;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (sideShown()) showSide(false);
    else closeSource();
  });

  window.assistantPage = { reasonsOf, sourceOpened, sourceClosed, download, beginLinked };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
