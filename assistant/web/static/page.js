// What all our own pages do: theme, language, the administrator's key, requests, building elements.
const THEME = "tro-ly-van-ban-theme";
const LANGUAGE = "tro-ly-van-ban-language"; // a cookie of this host, so that the chat page knows it too
const KEY = "tro-ly-van-ban-key";

export const language = document.cookie.split("; ").includes(`${LANGUAGE}=en`) ? "en" : "vi";
const english = language === "en" ? await fetch("/site/en.json").then((reply) => reply.json()) : {};

// `text` in the page's language, with {names} filled in.
export const t = (text, values = {}) => (english[text] ?? text).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

// ---------------------------------------------------------------- elements
export const make = (tag, values = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(values)) {
    if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== ""));
  return element;
};
export const draw = (tag, values = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
  element.append(...children.flat(Infinity));
  return element;
};
export const icon = (name) => draw("svg", { class: "icon", "aria-hidden": "true" }, draw("use", { href: `/site/icons.svg#${name}` }));
export const find = (selector) => document.querySelector(selector);

// ---------------------------------------------------------------- words of the field
export const writtenDate = (iso) => {
  const [year, month, day] = (iso || "").split("-");
  const written = day ? `${t("ngày")} ${day}/${+month < 3 ? month : +month}/${year}` : month ? `${t("tháng")} ${+month}/${year}` : year ? `${t("năm")} ${year}` : "";
  return written.trim();
};
export const nameOf = (document) => [document.kind, document.number].filter(Boolean).join(" ") || document.file;
export const LAYERS = { clean: "Chữ rõ", garbled: "Đã phục hồi dấu", scan: "Đọc từ ảnh quét" };
export const changeText = (change) => t({
  amends: "Được sửa đổi, bổ sung bởi {name}", replaces: "Đã được thay thế bằng {name}", repeals: "Đã bị bãi bỏ bởi {name}",
}[change.effect], { name: [change.kind, change.number].filter(Boolean).join(" ") });

// ---------------------------------------------------------------- requests
const savedKey = () => { try { return sessionStorage.getItem(KEY) || ""; } catch { return ""; } };
export const keepKey = (key) => { try { sessionStorage.setItem(KEY, key); } catch { /* only for this page then */ } };
// A header holds bytes: the key's UTF-8 bytes, one character each.
export const keyHeader = () => (savedKey() ? { "X-Admin-Key": String.fromCharCode(...new TextEncoder().encode(savedKey())) } : {});
export const ask = async (path, options = {}) => {
  const reply = await fetch(`/api/v1/${path}`, { ...options, headers: { ...keyHeader(), ...options.headers } });
  const body = reply.status === 204 ? null : await reply.json().catch(() => null);
  if (!reply.ok) throw Object.assign(new Error(body?.detail || t("Hệ thống gặp lỗi. Vui lòng thử lại hoặc báo cho người quản trị.")), { status: reply.status });
  return body;
};

// ---------------------------------------------------------------- a word to everybody, screen readers too
let hiding;
export const say = (text) => {
  const toast = find(".toast") ?? document.body.appendChild(make("div", { class: "toast", role: "status" }));
  toast.textContent = text;
  clearTimeout(hiding);
  hiding = setTimeout(() => { toast.textContent = ""; }, 6000);
};

// ---------------------------------------------------------------- who may administer
// Shows the key form until the server lets this page in; then calls `begin`.
export const withAccess = async (begin) => {
  const form = find("#key-form");
  const banner = find("#access");
  const look = async () => {
    const access = await ask("access");
    banner.hidden = !access.detail;
    banner.querySelector("span").textContent = t(access.detail);
    form.hidden = access.allowed || !access.key_needed;
    find("#inside").hidden = !access.allowed;
    if (access.allowed) await begin();
    return access.allowed;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    keepKey(form.elements.key.value);
    if (!(await look())) { form.elements.key.focus(); form.elements.key.select(); say(t("Khóa chưa đúng.")); }
  });
  if (!(await look()) && !form.hidden) form.elements.key.focus();
};

// ---------------------------------------------------------------- head, theme, language
const dark = () => (localStorage.getItem(THEME) || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const applyTheme = () => document.body.classList.toggle("dark", dark());
const LINKS = [["/", "Hỏi đáp"], ["/documents", "Văn bản"], ["/quality", "Chất lượng"], ["/docs", "API"]];

const head = () => {
  const here = location.pathname.replace(/^(\/documents)\/.*/, "$1");
  const link = ([address, name]) => make("a", { class: "plain", href: address, "aria-current": address === here ? "page" : null }, t(name));
  const theme = make("button", { class: "plain", type: "button", "aria-label": t("Đổi giao diện sáng hoặc tối"), on: { click: () => {
    localStorage.setItem(THEME, dark() ? "light" : "dark");
    applyTheme();
  } } }, icon("moon"));
  const other = language === "en" ? "vi" : "en";
  const switcher = make("button", { class: "plain language", type: "button", lang: other, "aria-label": other === "en" ? "English" : "Tiếng Việt", on: { click: () => {
    document.cookie = `${LANGUAGE}=${other}; path=/; max-age=31536000; samesite=lax`;
    location.reload();
  } } }, other === "en" ? "EN" : "VI");
  return [
    make("a", { class: "skip", href: "#main" }, t("Đến nội dung chính")),
    make("header", { class: "masthead" }, make("span", { class: "emblem" }, icon("mark")),
      make("div", { class: "brand" }, make("p", { class: "name" }, t("Trợ lý văn bản")), make("p", {}, t("Tra cứu văn bản hành chính, có trích dẫn nguồn"))),
      make("nav", { "aria-label": t("Các trang") }, LINKS.map(link)), switcher, theme),
  ];
};

document.documentElement.lang = language;
for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.textContent.trim());
for (const element of document.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", t(element.getAttribute("aria-label")));
for (const element of document.querySelectorAll("[placeholder]")) element.placeholder = t(element.placeholder);
document.title = `${t(document.title.split(" – ")[0])} – ${t("Trợ lý văn bản")}`;
document.body.prepend(...head());
applyTheme();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
document.body.dataset.ready = "yes";
