// The documents page: take files in, show how far each has come, list, search, correct, replace, re-read, delete.
import { LAYERS, ask, changeText, find, icon, keyHeader, make, nameOf, say, t, withAccess, writtenDate } from "./page.js";

const PAGE_SIZE = 25;
const BATCH_FILES = 10;
const BATCH_BYTES = 60 << 20;
const POLL = 600; // milliseconds between two looks at a job
const STAGES = { reading: "Đang đọc", ocr: "Đang nhận dạng ảnh", repair: "Đang phục hồi dấu", structure: "Đang phân tích bố cục", done: "Đã đọc", skipped: "Bỏ qua" };
const SHARES = { reading: 0.15, ocr: 0.2, repair: 0.7, structure: 0.85, done: 0.95, skipped: 1 };
const OUTCOMES = { added: "Đã thêm", replaced: "Đã thay", unchanged: "Đã có trong kho", removed: "Đã xóa", skipped: "Không đọc được" };
const FIELDS = [
  ["number", "Số, ký hiệu"], ["kind", "Loại văn bản"], ["issued_on", "Ngày ban hành (2025-02-24)"], ["issuer", "Cơ quan ban hành"],
  ["province", "Tỉnh, thành phố"], ["place", "Địa danh"], ["signer", "Người ký"], ["position", "Chức vụ"], ["secrecy", "Độ mật"], ["urgency", "Độ khẩn"],
  ["group", "Nhóm"],
];
const files = find("#files");
const search = find("#search");
const dialog = find("#dialog");
let offset = 0;

// ---------------------------------------------------------------- taking files in
class Progress {
  constructor(name) {
    this.bar = make("progress", { max: "1", value: "0", "aria-label": name });
    this.state = make("span", { class: "status", role: "status" }, t("Đang chờ"));
    this.detail = make("p", { class: "detail" });
    this.item = make("li", { "data-file": name }, make("b", {}, name), this.state, this.bar, this.detail);
    files.prepend(this.item);
  }
  at(share, text) { this.bar.value = share; if (this.state.textContent !== text) this.state.textContent = text; }
  end(kind, text, ...detail) {
    this.bar.hidden = true;
    this.state.className = `status ${kind}`;
    this.state.textContent = text;
    this.detail.replaceChildren(...detail.filter(Boolean));
  }
}

const batches = (chosen) => {
  const made = [[]];
  let bytes = 0;
  for (const file of chosen) {
    const last = made.at(-1);
    if (last.length && (last.length >= BATCH_FILES || bytes + file.size > BATCH_BYTES)) { made.push([]); bytes = 0; }
    made.at(-1).push(file);
    bytes += file.size;
  }
  return made;
};

// fetch does not tell how much has been sent; XMLHttpRequest does.
const send = (method, path, chosen, group, sent) => new Promise((resolve, reject) => {
  const form = new FormData();
  for (const file of chosen) form.append("files", file);
  if (group) form.append("group", group);
  const request = new XMLHttpRequest();
  request.open(method, `/api/v1/${path}`);
  for (const [name, value] of Object.entries(keyHeader())) request.setRequestHeader(name, value);
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => sent(event.loaded / Math.max(1, event.total)));
  request.addEventListener("load", () => (request.status === 202 ? resolve(request.response) : reject(new Error(request.response?.detail || t("Không gửi được tệp.")))));
  request.addEventListener("error", () => reject(new Error(t("Mất kết nối với máy chủ. Hãy thử lại."))));
  request.send(form);
});

const finished = async (job, told = () => {}) => {
  while (job.state === "queued" || job.state === "running") {
    told(job);
    await new Promise((resolve) => setTimeout(resolve, POLL));
    job = await ask(`jobs/${job.id}`);
  }
  return job;
};

const stepText = (step) => `${t(STAGES[step.stage] ?? step.stage)}${step.total > 1 ? ` ${step.done}/${step.total}` : ""}…`;
const resultText = (document) => [
  nameOf(document), document.issuer, writtenDate(document.issued_on), document.paged && t("{count} trang", { count: document.pages }), t(LAYERS[document.text_layer]),
].filter(Boolean).join(" · ");

const show = (progress, result, problem) => {
  if (!result) return progress.end("bad", t("Không đưa vào được"), problem);
  const { outcome, document } = result;
  const kind = outcome === "skipped" ? "bad" : outcome === "unchanged" ? "" : "good";
  const missing = document && !document.number ? t("Chưa đọc được số, ký hiệu. Hãy sửa thông tin.") : "";
  progress.end(kind, t(OUTCOMES[outcome]), result.problem || "", ...(document ? [make("a", { href: `/documents/${document.id}` }, resultText(document)), ...document.notes.map((note) => make("span", {}, ` ${note.replace(/\.$/, "")}.`)), missing && make("span", {}, ` ${missing}`)] : []));
};

const takeBatch = async (chosen, group = "", method = "POST", path = "documents") => {
  // The server keeps a file's name in composed letters and without what a name may not hold; the order is the same.
  const progresses = new Map(chosen.map((file) => [file.name.normalize("NFC").replace(/[\x00-\x1f<>:"|?*]/g, "_"), new Progress(file.name)]));
  const all = [...progresses.values()];
  try {
    const sent = await send(method, path, chosen, group, (share) => all.forEach((each) => each.at(0.1 * share, t("Đang gửi {share} %", { share: Math.round(100 * share) }))));
    const job = await finished(sent, (now) => {
      if (now.state === "queued") return all.forEach((each) => each.at(0.1, t("Đang chờ đến lượt")));
      const isRead = now.progress.length === all.length && now.progress.every((step) => step.stage === "done" || step.stage === "skipped");
      if (isRead) return all.forEach((each) => each.at(0.97, t("Đang lập chỉ mục…")));
      for (const step of now.progress) {
        const within = step.stage === "ocr" && step.total ? 0.5 * step.done / step.total : 0;
        progresses.get(step.file)?.at((SHARES[step.stage] ?? 0.2) + within, stepText(step));
      }
    });
    for (const [name, progress] of progresses) show(progress, job.results.find((result) => result.file === name) ?? (all.length === 1 ? job.results[0] : undefined), job.problem);
  } catch (error) {
    all.forEach((each) => each.end("bad", t("Không đưa vào được"), error.message));
  }
  await refresh();
};

const take = async (chosen) => {
  const group = find("#group").value.trim();
  for (const batch of batches([...chosen])) if (batch.length) await takeBatch(batch, group);
};

// ---------------------------------------------------------------- the list
const choices = (select, all, values) => {
  const before = select.value;
  select.replaceChildren(make("option", { value: "" }, t(all)), ...values.map(([value, label]) => make("option", { value }, label)));
  select.value = before;
};
const fillFilters = async () => {
  const facets = await ask("facets");
  choices(search.elements.issuer, "Mọi cơ quan", facets.issuer.map((each) => [each, each]));
  choices(search.elements.kind, "Mọi loại", facets.kind.map((each) => [each, each]));
  choices(search.elements.year, "Mọi năm", facets.year.map((each) => [each, each]));
  choices(search.elements.group, "Mọi nhóm", facets.group.map((each) => [each, each]));
  find("#by-group").hidden = !facets.group.length;
  find("#groups").replaceChildren(...facets.group.map((value) => make("option", { value })));
  choices(search.elements.layer, "Mọi lớp chữ", Object.entries(LAYERS).map(([value, label]) => [value, t(label)]));
};

const action = (name, label, handler, document) => make("button", {
  class: "plain small", type: "button", "aria-label": `${t(label)}: ${nameOf(document)}`, title: t(label), on: { click: () => handler(document) },
}, icon(name), make("span", {}, t(label)));

const row = (document) => make("li", { class: "document", "data-id": document.id },
  make("div", {},
    make("h3", {}, make("a", { href: `/documents/${document.id}` }, nameOf(document))),
    make("p", {}, [document.issuer, writtenDate(document.issued_on)].filter(Boolean).join(" · ")),
    document.subject ? make("p", {}, document.subject) : "",
    make("div", { class: "tags" },
      make("span", { class: "tag" }, document.file),
      document.group ? make("span", { class: "tag" }, t("Nhóm {name}", { name: document.group })) : "",
      document.paged ? make("span", { class: "tag" }, t("{count} trang", { count: document.pages })) : "",
      make("span", { class: "tag" }, t(LAYERS[document.text_layer])),
      document.changed_by.map((change) => make("span", { class: "status warn" }, changeText(change))),
      document.notes.map((note) => make("span", { class: "status warn" }, note)))),
  make("div", { class: "does" }, action("edit", "Sửa", edit, document), action("swap", "Thay", replace, document), action("reread", "Đọc lại", reread, document), action("delete", "Xóa", remove, document)));

const list = async () => {
  const wanted = new URLSearchParams({ offset, limit: PAGE_SIZE });
  for (const [name, value] of new FormData(search)) if (value) wanted.set(name, value);
  const page = await ask(`documents?${wanted}`);
  if (offset && !page.items.length) { offset = 0; return list(); }
  find("#count").textContent = t("{count} văn bản", { count: page.total });
  find("#documents").replaceChildren(...(page.items.length ? page.items.map(row) : [make("li", { class: "empty" }, t("Không có văn bản nào phù hợp."))]));
  const last = Math.max(1, Math.ceil(page.total / PAGE_SIZE));
  const now = offset / PAGE_SIZE + 1;
  const turn = (label, to) => make("button", { class: "button", type: "button", disabled: to < 1 || to > last, on: { click: () => { offset = (to - 1) * PAGE_SIZE; list(); } } }, t(label));
  find("#pages").hidden = last < 2;
  find("#pages").replaceChildren(turn("Trang trước", now - 1), make("span", {}, `${now}/${last}`), turn("Trang sau", now + 1));
};
const refresh = async () => {
  try {
    await Promise.all([fillFilters(), list()]);
  } catch (error) {
    if (error.status !== 503) throw error; // 503: there is no index yet
    find("#count").textContent = t("{count} văn bản", { count: 0 });
    find("#documents").replaceChildren(make("li", { class: "empty" }, t("Kho chưa có văn bản nào")));
  }
};

// ---------------------------------------------------------------- what can be done with a document
const changing = async (job, done) => {
  say(t("Đang thực hiện…"));
  try {
    const ended = await finished(await job);
    say(ended.state === "done" ? t(done) : ended.problem);
  } catch (error) {
    say(error.message);
  }
  await refresh();
};
const asked = (title, ...content) => {
  dialog.replaceChildren(make("h2", { id: "dialog-title" }, title), ...content);
  dialog.showModal();
};
const cancel = () => make("button", { class: "button", type: "button", on: { click: () => dialog.close() } }, t("Hủy"));

const edit = async (summary) => {
  const { metadata: said, group } = await ask(`documents/${summary.id}`);
  const metadata = { ...said, group };
  const field = ([name, label]) => make("label", {}, make("span", {}, t(label)), make("input", { name, value: metadata[name] ?? "", maxlength: "300" }));
  const subject = make("textarea", { name: "subject", rows: "3", maxlength: "1000" });
  subject.value = metadata.subject ?? "";
  const form = make("form", { on: { submit: (event) => {
    event.preventDefault();
    const changed = Object.fromEntries([...new FormData(form)].filter(([name, value]) => value.trim() !== (metadata[name] ?? "")));
    dialog.close();
    if (Object.keys(changed).length) {
      const body = JSON.stringify(changed);
      changing(ask(`documents/${summary.id}`, { method: "PATCH", headers: { "Content-Type": "application/json" }, body }), "Đã sửa thông tin văn bản.");
    }
  } } },
    make("div", { class: "fields" }, FIELDS.map(field), make("label", { class: "wide" }, make("span", {}, t("Trích yếu")), subject)),
    make("div", { class: "row" }, cancel(), make("button", { class: "button main" }, t("Lưu"))));
  asked(t("Sửa thông tin: {name}", { name: summary.file }), form);
};
const replace = (summary) => {
  const input = make("input", { type: "file", accept: find("#picked").accept, on: { change: () => {
    if (input.files.length) takeBatch([input.files[0]], "", "PUT", `documents/${summary.id}/file`);
  } } });
  input.click();
};
const reread = (summary) => changing(ask(`documents/${summary.id}/reread`, { method: "POST" }), "Đã đọc lại văn bản.");
const remove = (summary) => asked(t("Xóa văn bản khỏi kho?"),
  make("p", {}, t("{name} và tệp gốc của nó sẽ bị xóa hẳn khỏi máy chủ.", { name: summary.file })),
  make("div", { class: "row" }, cancel(), make("button", { class: "button danger", type: "button", on: { click: () => {
    dialog.close();
    changing(ask(`documents/${summary.id}`, { method: "DELETE" }).then((job) => job ?? { state: "done" }), "Đã xóa văn bản.");
  } } }, t("Xóa"))));

// ---------------------------------------------------------------- begin
const drop = find("#drop");
const picked = find("#picked");
find("#choose").addEventListener("click", () => picked.click());
picked.addEventListener("change", () => { const chosen = [...picked.files]; picked.value = ""; take(chosen); });
for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault()); // a miss must not leave the page

let typing;
search.addEventListener("submit", (event) => event.preventDefault());
search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => { offset = 0; list().catch((error) => say(error.message)); }, 200); });
withAccess(refresh).catch((error) => say(error.message));
