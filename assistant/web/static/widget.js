// The assistant on another page: <script src="https://HOST/widget.js" data-title="…" data-group="public" defer></script>
//
// data-mode       corner (a button in the corner, the default), inline (where the script stands),
//                 element (only makes <tro-ly-van-ban> known; the page places it, with the same data- attributes)
// data-title      what stands in its head              data-greeting   what it says before the first question
// data-examples   questions on offer, parted by |      data-language   vi (the default) or en
// data-group      the group of documents that it asks, where the index has groups (a filter, not access control)
// data-name       keeps the conversations of several apart
// data-color      the portal's own colour              data-theme      light, dark or auto (the default)
// data-background, data-text, data-position (right or left), data-height (of the inline mode, in pixels)
//
// It leaves no global name and no cookie, writes no inline style and no HTML, and keeps its conversation in this tab.
(() => {
  "use strict";
  const TAG = "tro-ly-van-ban";
  const script = document.currentScript;
  const home = script ? new URL(".", script.src).href : "/";

  const TEXTS = {
    vi: {
      title: "Trợ lý văn bản", open: "Mở trợ lý văn bản", close: "Đóng", fresh: "Cuộc trò chuyện mới", ask: "Hỏi", stop: "Dừng",
      notice: "Trợ lý tự động. Hãy kiểm tra văn bản gốc trước khi sử dụng.", placeholder: "Nhập câu hỏi về văn bản…",
      greeting: "Bạn cần tìm gì trong văn bản? Mỗi câu trả lời kèm trích dẫn tới đúng chỗ.", question: "Câu hỏi",
      searching: "Đang tìm trong kho văn bản…", talk: "Cuộc trò chuyện", you: "Bạn hỏi: ", reply: "Trả lời: ",
      sources: "Nguồn", source: "Nguồn", openSource: "Mở nguồn", back: "Quay lại", nearest: "Đoạn gần nhất (không trả lời câu hỏi)",
      abstained: "Chưa đủ căn cứ trong văn bản", clarify: "Cần nói rõ hơn", understood: "Hiểu là: ",
      page: "trang", line: "dòng", dated: "ngày", repaired: "Đã phục hồi dấu", original: "Văn bản gốc", words: "Cách hiển thị đoạn trích",
      full: "Xem trong văn bản", copy: "Chép trích dẫn", copied: "Đã chép", picture: "Ảnh trang có đoạn trích được đóng khung",
      good: "Câu trả lời tốt", bad: "Câu trả lời chưa tốt", thanks: "Cảm ơn bạn đã góp ý.", follow: "Hỏi tiếp",
      stopped: "Đã dừng.", refused: "Không kết nối được với trợ lý. Có thể trang này chưa được phép dùng, hoặc máy chủ đang tạm nghỉ.",
      failed: "Trợ lý gặp lỗi. Vui lòng thử lại.", garbled: "Tệp gốc bị lỗi chữ do nhận dạng sai; dấu đã được phục hồi.",
    },
    en: {
      title: "Document assistant", open: "Open the document assistant", close: "Close", fresh: "New conversation", ask: "Ask", stop: "Stop",
      notice: "Automatic assistant. Check the original document before use.", placeholder: "Ask about the documents…",
      greeting: "What do you need from the documents? Each answer cites the place that proves it.", question: "Question",
      searching: "Searching the documents…", talk: "Conversation", you: "You asked: ", reply: "Answer: ",
      sources: "Sources", source: "Source", openSource: "Open source", back: "Back", nearest: "Nearest passages (they do not answer)",
      abstained: "The documents do not say", clarify: "Please be more precise", understood: "Understood as: ",
      page: "page", line: "line", dated: "dated", repaired: "Repaired", original: "As in the file", words: "How the passage is shown",
      full: "See it in the document", copy: "Copy citation", copied: "Copied", picture: "The page, with the passage boxed",
      good: "Good answer", bad: "Not a good answer", thanks: "Thank you for telling us.", follow: "Ask next",
      stopped: "Stopped.", refused: "The assistant cannot be reached. This page may not be allowed to use it, or the server is down.",
      failed: "The assistant failed. Please try again.", garbled: "The file's text was garbled by wrong recognition; its marks were restored.",
    },
  };

  const ICONS = {
    chat: "M4 5h16v11H9l-5 4z", close: "M6 6l12 12M18 6L6 18", fresh: "M12 5v14M5 12h14", back: "M15 6l-6 6 6 6",
    up: "M7 11l4-8c1.7 0 2.5 1.2 2.2 2.8L12.6 9H19a2 2 0 0 1 2 2.4l-1.3 7a2 2 0 0 1-2 1.6H7zM7 11H3v9h4",
    down: "M17 13l-4 8c-1.7 0-2.5-1.2-2.2-2.8l.6-3.2H5a2 2 0 0 1-2-2.4l1.3-7a2 2 0 0 1 2-1.6H17zM17 13h4V4h-4",
    warn: "M12 4l9 16H3zM12 10v4M12 17h.01",
  };

  // ---------------------------------------------------------------- looks; colours come from the variables of colours()
  const STYLE = `
:host { all: initial; display: block; font-family: inherit; --accent: #14508c; --on-accent: #fff; --link: #14508c; --back: #fff; --ink: #1a2330; --soft: #4d5969;
  --line: #d5dbe3; --raised: #f5f7f9; --tint: #e8f0f8; --warn: #7a4b00; --warn-back: #fdf3e1; --mark: #fff4cc; --value: #ffd35c; --mark-ink: #2b2410; }
:host([hidden]) { display: none; }
:host(.dark) { --back: #18202a; --ink: #e7ecf2; --soft: #a6b2c1; --line: #2f3b4a; --raised: #1f2935; --tint: #1c2f44; --warn: #f0c274; --warn-back: #33291a;
  --mark: #4a3f1c; --value: #8a6a12; --mark-ink: #fff8e3; }
*, *::before, *::after { box-sizing: border-box; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
svg { width: 1.25em; height: 1.25em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.launcher { position: fixed; z-index: 2147482999; inset: auto max(20px, env(safe-area-inset-right)) max(20px, env(safe-area-inset-bottom)) auto; display: flex; align-items: center; gap: 10px;
  min-height: 56px; padding: 0 22px 0 18px; border: 0; border-radius: 28px; background: var(--accent); color: var(--on-accent); font-size: 16px; font-weight: 600;
  box-shadow: 0 4px 20px rgb(0 0 0 / 28%); }
.left .launcher { inset: auto auto max(20px, env(safe-area-inset-bottom)) max(20px, env(safe-area-inset-left)); }
.launcher:focus-visible { outline-color: var(--ink); }
.panel { display: flex; flex-direction: column; position: relative; overflow: hidden; background: var(--back); color: var(--ink); font-size: 16px; line-height: 1.5; text-align: left;
  border: 1px solid var(--line); border-radius: 14px; }
.panel[hidden], .launcher[hidden] { display: none; }
.corner .panel { position: fixed; z-index: 2147483000; inset: auto 20px 20px auto; width: min(420px, calc(100vw - 40px)); height: min(680px, calc(100dvh - 40px)); box-shadow: 0 12px 48px rgb(0 0 0 / 30%); animation: rise .16s ease-out; }
.corner.left .panel { inset: auto auto 20px 20px; }
.inline .panel { width: 100%; height: var(--height, 560px); max-height: 100dvh; }
@keyframes rise { from { transform: translateY(16px); opacity: 0; } }
header { display: flex; align-items: center; gap: 4px; padding: 8px 8px 8px 16px; background: var(--accent); color: var(--on-accent); }
header h2 { flex: 1; margin: 0; font-size: 16px; font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; }
.plain { display: inline-grid; place-items: center; min-width: 40px; min-height: 40px; padding: 0 8px; border: 0; border-radius: 8px; background: none; }
header .plain:focus-visible { outline-color: var(--on-accent); outline-offset: -3px; }
.plain:hover { background: rgb(127 127 127 / 22%); }
.notice { margin: 0; padding: 6px 16px; background: var(--raised); color: var(--soft); font-size: 13px; border-bottom: 1px solid var(--line); }
.talk { flex: 1; min-height: 0; overflow: hidden auto; padding: 16px; overscroll-behavior: contain; }
.talk:focus-visible { outline-offset: -3px; }
.greeting { margin: 0 0 12px; color: var(--soft); }
.question { width: fit-content; max-width: 88%; margin: 0 0 10px auto; padding: 8px 14px; border-radius: 14px 14px 4px 14px; background: var(--tint); white-space: pre-wrap; overflow-wrap: anywhere; }
.answer { margin: 0 0 22px; overflow-wrap: anywhere; }
.answer p { margin: 0 0 8px; }
.answer p.lead { font-size: 17px; font-weight: 600; }
.answer ul { margin: 0 0 8px; padding-left: 20px; }
.waiting, .understood { color: var(--soft); font-size: 14px; }
.status { display: flex; gap: 8px; align-items: center; width: fit-content; padding: 4px 10px; border-radius: 8px; background: var(--warn-back); color: var(--warn); font-size: 14px; font-weight: 600; }
.chip { display: inline-grid; place-items: center; min-width: 26px; min-height: 24px; margin-left: 4px; padding: 0 6px; border: 1px solid currentColor; border-radius: 7px; background: var(--tint); color: var(--link); font-size: 13px; font-weight: 600; line-height: 1; vertical-align: 2px; }
.listed { display: grid; gap: 6px; margin: 4px 0 8px; }
.listed h3 { margin: 4px 0 0; font-size: 13px; font-weight: 600; color: var(--soft); }
.listed button, .offer { width: 100%; padding: 8px 12px; border: 1px solid var(--line); border-radius: 9px; background: var(--raised); text-align: left; font-size: 14px; line-height: 1.4; }
.listed button:hover, .offer:hover { border-color: var(--link); }
.listed b { display: block; color: var(--link); }
.listed small { color: var(--soft); font-size: 13px; }
.offers { display: grid; gap: 6px; margin: 8px 0 0; }
.offer { color: var(--link); }
.opinion { display: flex; align-items: center; gap: 2px; margin-left: -8px; color: var(--soft); font-size: 13px; }
.opinion .plain[aria-pressed="true"] { color: var(--link); background: var(--tint); }
form { display: flex; align-items: flex-end; gap: 8px; margin: 0; padding: 10px; border-top: 1px solid var(--line); }
textarea { flex: 1; min-width: 0; min-height: 44px; max-height: 132px; padding: 10px 12px; border: 1px solid var(--soft); border-radius: 10px; background: var(--back); font-size: 16px; line-height: 1.4; resize: none; field-sizing: content; }
textarea::placeholder { color: var(--soft); opacity: 1; }
.send, .primary { min-height: 44px; padding: 0 18px; border: 0; border-radius: 10px; background: var(--accent); color: var(--on-accent); font-weight: 600; }
.sheet { position: absolute; inset: 0; overflow: hidden auto; background: var(--back); padding: 0 16px 20px; }
.sheet[hidden] { display: none; }
.sheet .top { position: sticky; top: 0; display: flex; align-items: center; gap: 4px; margin: 0 -16px; padding: 8px; background: var(--back); border-bottom: 1px solid var(--line); }
.sheet h2 { margin: 0; font-size: 16px; }
.sheet h2:focus-visible { outline: none; }
.sheet h3 { margin: 14px 0 2px; font-size: 17px; overflow-wrap: anywhere; }
.sheet p { margin: 0 0 4px; font-size: 14px; color: var(--soft); overflow-wrap: anywhere; }
.place { width: fit-content; padding: 2px 10px; border-radius: 7px; background: var(--tint); }
.sheet .place { color: var(--link); }
.words { margin: 12px 0; padding: 12px 14px; border: 1px solid var(--line); border-left: 4px solid var(--link); border-radius: 9px; background: var(--raised); white-space: pre-wrap; overflow-wrap: anywhere; font-size: 15px; }
.words mark { background: var(--value); color: var(--mark-ink); font-weight: 600; border-radius: 2px; }
.switch { display: inline-flex; margin: 12px 0 0; border: 1px solid var(--line); border-radius: 9px; overflow: hidden; }
.switch button { min-height: 36px; padding: 0 12px; border: 0; background: none; font-size: 14px; }
.switch button:focus-visible { outline-offset: -3px; }
.switch button[aria-pressed="true"] { background: var(--accent); color: var(--on-accent); }
.does { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0; }
.does a, .does button { display: inline-flex; align-items: center; min-height: 40px; padding: 0 14px; border: 1px solid var(--line); border-radius: 9px; background: none; color: var(--link); font-size: 14px; font-weight: 600; text-decoration: none; }
.picture { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 9px; background: #fff; }
@media (max-width: 480px) { .corner .panel, .corner.left .panel { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; } .launcher .label { display: none; } .launcher { padding: 0 16px; } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; scroll-behavior: auto !important; } }
`;

  // ---------------------------------------------------------------- small tools
  const make = (tag, values = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(values)) {
      if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child != null));
    return element;
  };
  const icon = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  };
  const written = (iso, dated) => {
    const [year, month, day] = (iso || "").split("-");
    return day ? `${dated} ${day}/${+month < 3 ? month : +month}/${year}` : month ? `${+month}/${year}` : year || "";
  };

  // Contrast by WCAG 2: a portal's colour is only used for text where it can be read.
  const light = ([r, g, b]) => {
    const linear = [r, g, b].map((part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const parsed = (colour, fallback) => {
    if (!colour || !CSS.supports("color", colour)) return fallback;
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const readable = (colour, back) => {
    const towards = light(back) > 0.4 ? 0 : 255;
    for (let step = 0; step <= 10; step++) {
      const mixed = colour.map((part) => Math.round(part + (towards - part) * step / 10));
      if (contrast(mixed, back) >= 4.6) return mixed;
    }
    return [towards, towards, towards];
  };
  const rgb = (colour) => `rgb(${colour.join(" ")})`;

  // The events of a stream, however its bytes are cut.
  async function* events(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let held = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      held += value;
      for (let end = held.indexOf("\n\n"); end >= 0; end = held.indexOf("\n\n")) {
        const lines = held.slice(0, end).split("\n");
        held = held.slice(end + 2);
        const name = lines.find((line) => line.startsWith("event:"))?.slice(6).trim();
        const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n");
        if (name) yield [name, JSON.parse(data)];
      }
    }
  }

  class Assistant extends HTMLElement {
    #turns = [];
    #waiting = null; // stops the question that is being answered
    #root = null;
    #openedBy = null;

    connectedCallback() {
      if (this.#root) return;
      const given = this.dataset;
      this.server = given.server || home;
      this.language = given.language === "en" ? "en" : "vi";
      this.t = TEXTS[this.language];
      this.isInline = given.mode === "inline" || given.mode === "element";
      this.memory = `${TAG}:${this.server}:${given.group || ""}:${given.name || (this.isInline ? "inline" : "corner")}`;
      this.#root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      this.colours = new CSSStyleSheet();
      this.#root.adoptedStyleSheets = [sheet, this.colours];
      this.#paint();
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#paint());
      this.#build();
      this.#turns = this.#remembered();
      this.#showAll();
      if (!this.isInline && this.#recall("open") === "yes") this.#show(true, false);
      this.dispatchEvent(new CustomEvent("ready", { bubbles: true }));
    }

    // ------------------------------------------------------------ colours
    #paint() {
      const given = this.dataset;
      const wantsDark = given.theme === "dark" || (given.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
      this.classList.toggle("dark", wantsDark);
      const back = parsed(given.background, wantsDark ? [24, 32, 42] : [255, 255, 255]);
      const accent = parsed(given.color, wantsDark ? [143, 193, 242] : [20, 80, 140]);
      const onAccent = contrast(accent, [255, 255, 255]) >= contrast(accent, [16, 20, 28]) ? [255, 255, 255] : [16, 20, 28];
      const tint = back.map((part, index) => Math.round(part * 0.9 + accent[index] * 0.1));
      const raised = given.background || given.text ? tint : wantsDark ? [31, 41, 53] : [245, 247, 249];
      const link = readable(readable(accent, tint), raised);
      const ink = readable(parsed(given.text, wantsDark ? [231, 236, 242] : [26, 35, 48]), tint);
      const soft = readable(ink.map((part, index) => Math.round(part * 0.75 + back[index] * 0.25)), tint);
      const height = /^\d{3,4}$/.test(given.height || "") ? ` --height: ${given.height}px;` : "";
      const own = given.background || given.text ? ` --back: ${rgb(back)}; --ink: ${rgb(ink)}; --soft: ${rgb(soft)}; --raised: ${rgb(tint)};` : "";
      this.colours.replaceSync(`:host, :host(.dark) { --accent: ${rgb(accent)}; --on-accent: ${rgb(onAccent)}; --link: ${rgb(link)}; --tint: ${rgb(tint)};${own}${height} }`);
    }

    // ------------------------------------------------------------ the frame
    #build() {
      const { t } = this;
      const title = this.dataset.title || t.title;
      this.talk = make("div", { class: "talk", role: "log", "aria-live": "polite", "aria-label": t.talk, tabindex: "0" });
      this.input = make("textarea", {
        rows: "1", maxlength: "2000", placeholder: t.placeholder, "aria-label": t.question, enterkeyhint: "send",
        on: { keydown: (event) => {
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.#submit(); }
        } },
      });
      this.send = make("button", { class: "send", type: "submit" }, t.ask);
      this.sheet = make("div", { class: "sheet", role: "region", "aria-label": t.source, hidden: true });
      const fresh = make("button", { class: "plain", type: "button", "aria-label": t.fresh, title: t.fresh, on: { click: () => this.#begin() } }, icon("fresh"));
      const close = this.isInline ? null : make("button", { class: "plain", type: "button", "aria-label": t.close, title: t.close, on: { click: () => this.#show(false) } }, icon("close"));
      this.panel = make("section", { class: "panel", role: this.isInline ? "region" : "dialog", "aria-label": title, lang: this.language, hidden: !this.isInline,
        on: { keydown: (event) => { if (event.key === "Escape") this.#escape(event); } } },
        make("header", {}, make("h2", {}, title), fresh, close),
        make("p", { class: "notice" }, t.notice),
        this.talk,
        make("form", { on: { submit: (event) => { event.preventDefault(); this.#submit(); } } }, this.input, this.send),
        this.sheet);
      const frame = make("div", { class: `${this.isInline ? "inline" : "corner"} ${this.dataset.position === "left" ? "left" : ""}` });
      if (!this.isInline) {
        this.launcher = make("button", { class: "launcher", type: "button", "aria-label": title, "aria-expanded": "false", "aria-haspopup": "dialog", on: { click: () => this.#show(true) } },
          icon("chat"), make("span", { class: "label" }, title));
        frame.append(this.launcher);
      }
      frame.append(this.panel);
      this.#root.append(frame);
    }
    #show(shown, focused = true) {
      this.panel.hidden = !shown;
      this.launcher.hidden = shown;
      this.launcher.setAttribute("aria-expanded", String(shown));
      this.#remember("open", shown ? "yes" : "no");
      if (shown) this.talk.scrollTop = this.talk.scrollHeight;
      if (focused) (shown ? this.input : this.launcher).focus();
    }
    #escape(event) {
      event.stopPropagation();
      if (!this.sheet.hidden) this.#closeSource();
      else if (!this.isInline) this.#show(false);
    }

    // ------------------------------------------------------------ memory of this tab; a portal may forbid it
    #recall(name) { try { return sessionStorage.getItem(`${this.memory}:${name}`); } catch { return null; } }
    #remember(name, value) { try { sessionStorage.setItem(`${this.memory}:${name}`, value); } catch { /* then not */ } }
    #remembered() { try { return JSON.parse(this.#recall("turns")) || []; } catch { return []; } }
    #begin() {
      this.#waiting?.abort();
      this.#turns = [];
      this.#remember("turns", "[]");
      this.#closeSource(false);
      this.#showAll();
      this.input.focus();
    }

    // ------------------------------------------------------------ asking
    #submit() {
      if (this.#waiting) { this.#waiting.abort(); return; }
      const question = this.input.value.trim();
      if (!question) return;
      this.input.value = "";
      this.#ask(question);
    }
    async #ask(question) {
      if (this.#waiting) return;
      this.talk.querySelectorAll(".greeting, .opening").forEach((each) => each.remove());
      const answer = make("div", { class: "answer", "aria-busy": "true" }, make("p", { class: "waiting" }, this.t.searching));
      const asked = this.#questionView(question);
      this.talk.append(asked, answer);
      asked.scrollIntoView({ block: "start" });
      this.#waiting = new AbortController();
      this.send.textContent = this.t.stop;
      const turn = { question, status: "failed", answer: "", citations: [], nearest: [], choices: [], suggestions: [] };
      try {
        for await (const [name, data] of this.#replyTo(question)) {
          if (name === "citation") turn.citations.push(data);
          else if (name === "token") { turn.answer += data.text; this.#fill(answer, { ...turn, status: "growing" }); }
          else if (name === "done") Object.assign(turn, data);
          else if (name === "error") throw new Error(data.detail);
        }
        if (turn.status === "failed") throw new Error(this.t.failed);
        this.#turns.push(turn);
        this.#remember("turns", JSON.stringify(this.#turns.slice(-20)));
      } catch (error) {
        turn.status = "failed";
        turn.answer = error.name === "AbortError" ? this.t.stopped : error instanceof TypeError ? this.t.refused : error.message;
      }
      this.#waiting = null;
      this.send.textContent = this.t.ask;
      this.#fill(answer, turn);
      answer.removeAttribute("aria-busy");
    }
    async *#replyTo(question) {
      const history = this.#turns.slice(-6).map((turn) => [turn.question, turn.answer]);
      const reply = await fetch(new URL("api/v1/ask", this.server), {
        method: "POST", credentials: "omit", signal: this.#waiting.signal,
        headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
        body: JSON.stringify({ question, history, group: this.dataset.group || "", channel: "widget" }),
      });
      if (!reply.ok) throw new Error((await reply.json().catch(() => ({}))).detail || this.t.failed);
      yield* events(reply.body);
    }

    // ------------------------------------------------------------ showing
    #showAll() {
      this.talk.replaceChildren();
      if (!this.#turns.length) {
        const examples = (this.dataset.examples || "").split("|").map((each) => each.trim()).filter(Boolean);
        this.talk.append(make("p", { class: "greeting" }, this.dataset.greeting || this.t.greeting), make("div", { class: "offers opening" }, ...examples.map((each) => this.#offer(each))));
      }
      for (const turn of this.#turns) {
        const answer = make("div", { class: "answer" });
        this.#fill(answer, turn);
        this.talk.append(this.#questionView(turn.question), answer);
      }
      this.talk.scrollTop = this.talk.scrollHeight;
    }
    #questionView(question) { return make("div", { class: "question" }, make("span", { class: "sr" }, this.t.you), question); }
    #offer(question) { return make("button", { class: "offer", type: "button", on: { click: () => this.#ask(question) } }, question); }
    #fill(answer, turn) {
      const { t } = this;
      const whole = turn.status !== "growing";
      const label = { abstained: t.abstained, clarify: t.clarify }[turn.status];
      answer.replaceChildren(make("span", { class: "sr" }, t.reply));
      if (turn.rewritten) answer.append(make("p", { class: "understood" }, t.understood + turn.rewritten));
      if (label) answer.append(make("p", { class: "status" }, icon("warn"), label));
      this.#words(answer, turn);
      if (!whole) return;
      const near = turn.status === "abstained";
      const sources = near ? turn.nearest : turn.citations;
      if (sources.length) {
        answer.append(make("div", { class: "listed" }, make("h3", {}, near ? t.nearest : t.sources), ...sources.map((each) => this.#listed(each))));
      }
      if (turn.choices.length) answer.append(make("div", { class: "offers" }, ...turn.choices.map((each) => this.#offer(each))));
      if (turn.status !== "failed") answer.append(this.#opinion(turn));
      if (turn.suggestions.length) answer.append(make("div", { class: "offers", role: "group", "aria-label": t.follow }, ...turn.suggestions.slice(0, 3).map((each) => this.#offer(each))));
    }
    #words(answer, turn) {
      let list = null;
      for (const line of turn.answer.split("\n").filter((each) => each.trim())) {
        const item = /^\s*[-–•]\s+(.*)/.exec(line);
        if (!item) list = null;
        else if (!list) answer.append(list = make("ul"));
        const isLead = !item && turn.status === "answered" && line.length <= 120 && !answer.querySelector(".lead, p:not(.understood), ul");
        const home = item ? make("li") : make("p", isLead ? { class: "lead" } : {});
        (item ? list : answer).append(home);
        (item ? item[1] : line).split(/\s*\[(\d{1,3})\]/).forEach((piece, index) => {
          if (index % 2 === 0) home.append(piece);
          else home.append(this.#chip(turn.citations.find((each) => each.marker === Number(piece)), piece));
        });
      }
    }
    #chip(citation, marker) {
      if (!citation) return ` [${marker}]`;
      const label = `${this.t.openSource} ${marker}: ${citation.official || citation.document}`;
      return make("button", { class: "chip", type: "button", "aria-label": label, title: citation.official || "", on: { click: (event) => this.#openSource(citation, event.currentTarget) } }, marker);
    }
    #named(citation) { return [citation.kind, citation.number].filter(Boolean).join(" ") || citation.document; }
    #placed(citation) {
      const [first, last] = citation.lines;
      const lines = `${this.t.line} ${first}${last > first ? `–${last}` : ""}`;
      return citation.paged === false ? lines : `${this.t.page} ${citation.page}, ${lines}`;
    }
    #listed(citation) {
      const detail = [citation.issuer, written(citation.issued_on, this.t.dated), this.#placed(citation)].filter(Boolean).join(" · ");
      return make("button", { type: "button", on: { click: (event) => this.#openSource(citation, event.currentTarget) } }, make("b", {}, `${citation.marker}. ${this.#named(citation)}`), make("small", {}, detail));
    }
    #opinion(turn) {
      const thanks = make("span", { role: "status" });
      const rate = (rating) => (event) => {
        for (const each of event.currentTarget.parentNode.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each === event.currentTarget));
        thanks.textContent = this.t.thanks;
        const citations = turn.citations.map((each) => (each.official || each.document).slice(0, 500));
        fetch(new URL("api/v1/feedback", this.server), { method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ question: turn.question, answer: turn.answer, rating, citations }) }).catch(() => {});
      };
      const button = (name, rating, label) => make("button", { class: "plain", type: "button", "aria-label": label, "aria-pressed": "false", on: { click: rate(rating) } }, icon(name));
      return make("div", { class: "opinion" }, button("up", "up", this.t.good), button("down", "down", this.t.bad), thanks);
    }

    // ------------------------------------------------------------ a source
    #openSource(citation, openedBy) {
      const { t } = this;
      this.#openedBy = openedBy;
      const heading = make("h2", { tabindex: "-1" }, `${t.source} ${citation.marker}`);
      const words = make("div", { class: "words", lang: "vi" });
      this.#passage(words, citation, true);
      const about = [citation.issuer, written(citation.issued_on, t.dated)].filter(Boolean).join(" · ");
      const span = `${citation.start}-${citation.end}`;
      const address = (path, values) => {
        const url = new URL(path, this.server);
        for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
        return url.href;
      };
      const id = encodeURIComponent(citation.document_id);
      const copy = make("button", { type: "button", on: { click: () => navigator.clipboard?.writeText(`“${citation.text}” (${citation.official || this.#named(citation)})`).then(() => { copy.textContent = t.copied; }) } }, t.copy);
      this.sheet.replaceChildren(...[
        make("div", { class: "top" }, make("button", { class: "plain", type: "button", "aria-label": t.back, on: { click: () => this.#closeSource() } }, icon("back")), heading),
        make("h3", {}, this.#named(citation)),
        make("p", {}, about),
        citation.subject && make("p", {}, citation.subject),
        make("p", { class: "place" }, this.#placed(citation)),
        citation.garbled && make("p", {}, t.garbled),
        citation.garbled && this.#switch(words, citation),
        words,
        make("div", { class: "does" }, make("a", { href: address(`documents/${id}`, { page: citation.page, highlight: span }), target: "_blank", rel: "noopener" }, t.full), copy),
        citation.paged !== false && make("img", { class: "picture", alt: t.picture, loading: "lazy", width: "1000", height: "1414", src: address(`api/v1/documents/${id}/pages/${citation.page}.png`, { highlight: span }), on: { error: (event) => event.target.remove() } }),
      ].filter(Boolean));
      this.sheet.hidden = false;
      this.sheet.scrollTop = 0;
      heading.focus({ preventScroll: true });
    }
    #switch(words, citation) {
      const button = (label, repaired) => make("button", { type: "button", "aria-pressed": String(repaired), on: { click: (event) => {
        for (const each of event.currentTarget.parentNode.children) each.setAttribute("aria-pressed", String(each === event.currentTarget));
        this.#passage(words, citation, repaired);
      } } }, label);
      return make("div", { class: "switch", role: "group", "aria-label": this.t.words }, button(this.t.repaired, true), button(this.t.original, false));
    }
    #passage(words, citation, repaired) {
      words.replaceChildren();
      const letters = [...(repaired ? citation.text : citation.quote)]; // offsets count characters, not UTF-16 units
      let at = 0;
      for (const [start, end] of repaired ? [...citation.highlights].sort((a, b) => a[0] - b[0]) : []) {
        if (start < at) continue;
        words.append(letters.slice(at, start).join(""), make("mark", {}, letters.slice(start, end).join("")));
        at = end;
      }
      words.append(letters.slice(at).join(""));
    }
    #closeSource(focused = true) {
      if (this.sheet.hidden) return;
      this.sheet.hidden = true;
      if (focused && this.#openedBy?.isConnected) this.#openedBy.focus();
    }
  }

  if (!customElements.get(TAG)) customElements.define(TAG, Assistant);
  if (script && script.dataset.mode !== "element") {
    const element = document.createElement(TAG);
    Object.assign(element.dataset, script.dataset, { server: home });
    if (script.dataset.mode === "inline") script.after(element);
    else document.body.append(element);
  }
})();
