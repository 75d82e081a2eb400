// One document: its form, its pages as they were printed, its words as they stood and as repaired. ?page=2&highlight=120-180
import { LAYERS, ask, changeText, find, make, nameOf, say, t, writtenDate } from "./page.js";

const id = decodeURIComponent(location.pathname.split("/").pop());
const wanted = new URLSearchParams(location.search);
const [from, to] = (/^(\d+)-(\d+)$/.exec(wanted.get("highlight") || "") || []).slice(1).map(Number);
const LINES = 400; // lines of a file without pages that are shown at once

const form = (document) => {
  const about = document.metadata;
  const rows = {
    "Số, ký hiệu": about.number, "Loại văn bản": about.kind, "Cơ quan ban hành": about.issuer, "Ngày ban hành": writtenDate(about.issued_on),
    "Trích yếu": about.subject, "Người ký": [about.signer, about.position].filter(Boolean).join(", "), "Nơi nhận": about.recipients.join("; "),
    "Độ mật": about.secrecy, "Độ khẩn": about.urgency, "Lớp chữ": t(LAYERS[document.text_layer]), "Nhóm": document.group, "Tên tệp": document.file,
  };
  return make("dl", { class: "official" }, Object.entries(rows).filter(([, value]) => value).map(([name, value]) => make("div", {}, make("dt", {}, t(name)), make("dd", {}, value))));
};

// The part of a line that the highlight covers; offsets count characters of all repaired lines joined by line feeds.
const marked = (text, start) => {
  const letters = [...text];
  const [low, high] = [Math.max(0, from - start), Math.min(letters.length, to - start)];
  if (!(low < high)) return [text];
  return [letters.slice(0, low).join(""), make("mark", {}, letters.slice(low, high).join("")), letters.slice(high).join("")];
};

const begin = (document) => {
  const last = document.paged ? document.pages : Math.max(1, Math.ceil(document.lines.length / LINES));
  let at = 0;
  const lines = document.lines.map((line, index) => {
    const start = at;
    at += [...line.text].length + 1;
    return { ...line, start, sheet: document.paged ? line.page : Math.floor(index / LINES) + 1 };
  });
  const holding = lines.findLast((line) => line.start <= from);
  let page = Math.min(last, Math.max(1, Number(wanted.get("page")) || 1));
  if (!document.paged && holding) page = holding.sheet;
  let repaired = true;

  const picture = document.paged && document.has_file ? make("img", { width: "1000", height: "1414", alt: "" }) : null;
  const text = make("div", { class: "text", lang: "vi" });
  const place = make("span", { role: "status" });
  const turn = (label, step) => make("button", { class: "button", type: "button", on: { click: () => { page += step; show(); } } }, t(label));
  const [back, on] = [turn("Trang trước", -1), turn("Trang sau", 1)];
  const side = (label, value) => make("button", { type: "button", "aria-pressed": String(repaired === value), on: { click: (event) => {
    repaired = value;
    for (const each of event.currentTarget.parentNode.children) each.setAttribute("aria-pressed", String(each === event.currentTarget));
    show();
  } } }, t(label));

  const show = () => {
    [back.disabled, on.disabled] = [page <= 1, page >= last];
    place.textContent = t("Trang {page}/{last}", { page, last });
    const shown = lines.filter((line) => line.sheet === page);
    text.replaceChildren(...shown.map((line) => make("div", { class: "line" }, make("span", { class: "gutter", "aria-hidden": "true" }, line.line), make("span", {}, repaired ? marked(line.text, line.start) : line.source))));
    if (picture) {
      const highlight = from < to && page === (holding?.sheet ?? 0) ? `?highlight=${from}-${to}` : "";
      picture.src = `/api/v1/documents/${encodeURIComponent(document.id)}/pages/${page}.png${highlight}`;
      picture.alt = t("Ảnh trang {page} của {name}", { page, name: nameOf({ ...document.metadata, file: document.file }) });
    }
    const address = new URL(location.href);
    address.searchParams.set("page", page);
    history.replaceState(null, "", address);
  };

  const name = nameOf({ ...document.metadata, file: document.file });
  window.document.title = `${name} – ${t("Trợ lý văn bản")}`;
  const standing = document.changed_by.length
    ? document.changed_by.map((change) => make("a", { class: "status warn", href: `/documents/${encodeURIComponent(change.document_id)}` }, changeText(change)))
    : make("span", { class: "status good" }, t("Chưa thấy văn bản nào trong kho sửa đổi hoặc thay thế"));
  const tasks = document.tasks.length ? [make("h2", {}, t("Nhiệm vụ và thời hạn")), make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("Nhiệm vụ và thời hạn") }, make("table", { class: "tasks" },
    make("thead", {}, make("tr", {}, ["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn"].map((each) => make("th", { scope: "col" }, t(each))))),
    make("tbody", {}, document.tasks.map((task) => make("tr", {}, [task.number ?? "", task.content, task.lead.join("; "), task.coordinators.join("; "), task.deadline ?? ""].map((each) => make("td", {}, String(each))))))))] : [];
  find("#document").append(
    make("div", { class: "page-head" }, make("div", {}, make("h1", {}, name), make("p", { class: "soft" }, [document.metadata.issuer, writtenDate(document.metadata.issued_on)].filter(Boolean).join(" · "))),
      make("div", { class: "row" }, make("a", { class: "button", href: `/?document=${encodeURIComponent(document.id)}` }, t("Hỏi về văn bản này")), document.has_file ? make("a", { class: "button", href: `/api/v1/documents/${encodeURIComponent(document.id)}/file${document.file.toLowerCase().endsWith(".pdf") ? `#page=${page}` : ""}`, target: "_blank", rel: "noopener" }, t("Mở tệp gốc")) : "")),
    make("p", {}, document.metadata.subject ?? ""),
    make("p", { class: "row" }, standing),
    make("div", { class: "row" }, last > 1 ? [back, place, on] : "", document.text_layer === "clean" ? "" : make("div", { class: "switch", role: "group", "aria-label": t("Cách hiển thị") }, side("Đã phục hồi dấu", true), side("Văn bản gốc", false))),
    make("div", { class: picture ? "reader" : "reader one" }, make("div", {}, make("h2", {}, t("Nội dung")), text), picture ? make("div", { class: "sheet" }, make("h2", {}, t("Ảnh trang")), picture) : ""),
    make("h2", {}, t("Thông tin văn bản")), make("div", { class: "box" }, form(document)), ...tasks,
    ...(document.notes.length ? [make("h2", {}, t("Ghi chú khi đọc")), make("ul", {}, document.notes.map((note) => make("li", {}, note)))] : []));
  show();
  find("#loading").hidden = true;
  find("#document").hidden = false;
  find("#document mark")?.scrollIntoView({ block: "center" });
};

ask(`documents/${encodeURIComponent(id)}`).then(begin).catch((error) => { find("#loading").textContent = error.message; say(error.message); });
