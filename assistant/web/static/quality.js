// The quality page: the harness's last report, use over time, questions without an answer, what users said. Plots are SVG of ours.
import { ask, draw, find, language, make, say, t, withAccess } from "./page.js";

const MEASURES = [
  ["accuracy", "Đúng", "đủ ý, không sai; hoặc từ chối đúng"], ["answerable", "Đúng, câu có trong văn bản", ""], ["unanswerable", "Từ chối đúng", "câu mà văn bản không nêu"],
  ["citation_hit", "Dẫn đúng chỗ", "của các câu đã trả lời"], ["quote_fidelity", "Trích nguyên văn", ""], ["false_refusals", "Từ chối nhầm", "càng thấp càng tốt"],
];
const GROUPS = { category: "Theo loại câu hỏi", difficulty: "Theo độ khó", language: "Theo ngôn ngữ", style: "Theo cách hỏi" };
const REASONS = { "facts missing": "thiếu ý", "answered the unanswerable": "trả lời câu không có trong văn bản", "false refusal": "từ chối nhầm" };
const CHANNELS = { page: "Trang hỏi đáp", api: "API" };
const LOCALE = language === "en" ? "en-GB" : "vi-VN";
const percent = (value) => (value == null ? "–" : `${(100 * value).toLocaleString(LOCALE, { maximumFractionDigits: value < 0.995 ? 1 : 0 })} %`);
const whenWritten = (iso) => new Date(iso).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "short" });
const text = (x, y, content, values = {}) => draw("text", { x, y, ...values }, String(content));
const figure = (caption, ...content) => make("figure", {}, make("figcaption", {}, t(caption)), content);
const plot = (width, height, label, ...content) => draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, content);
const titled = (element, title) => { element.append(draw("title", {}, title)); return element; };
const roundUp = (value) => [4, 8, 20, 40, 80, 200, 400, 800, 2000, 4000, 8000, 20000, 40000, 80000, 200000].find((step) => step >= value) ?? value;

// Shares as bars, each with its 95 % interval.
const bars = (rows, label) => {
  const [left, wide, high] = [176, 216, 24];
  return plot(520, rows.length * high + 6, label, rows.map(([name, share], index) => {
    const y = index * high + 4;
    const [low, top] = share.interval ?? [share.share, share.share];
    return titled(draw("g", {}, text(left - 8, y + 13, name, { "text-anchor": "end" }),
      draw("rect", { x: left, y, width: wide, height: 16, rx: 3, class: "track" }), draw("rect", { x: left, y, width: wide * (share.share ?? 0), height: 16, rx: 3, class: "good" }),
      draw("line", { x1: left + wide * low, x2: left + wide * top, y1: y + 8, y2: y + 8, class: "whisker" }),
      text(left + wide + 8, y + 13, `${percent(share.share)} (${share.count}/${share.of})`)), `${name}: ${share.count}/${share.of}`);
  }));
};

const counts = (rows, label) => {
  const [left, wide, high] = [230, 220, 24];
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return plot(520, rows.length * high + 6, label, rows.map(([name, count], index) => draw("g", {},
    text(left - 8, index * high + 17, name.length > 34 ? `${name.slice(0, 33)}…` : name, { "text-anchor": "end" }),
    draw("rect", { x: left, y: index * high + 4, width: Math.max(2, wide * count / most), height: 16, rx: 3, class: "good" }), text(left + wide * count / most + 8, index * high + 17, count))));
};

// Questions of each day, by how they ended, on top of each other.
const days = (use) => {
  const [left, top, wide, high] = [40, 10, 540, 170];
  const most = roundUp(Math.max(1, ...use.map((day) => day.answered + day.abstained + day.clarify)));
  const step = wide / use.length;
  const grid = [0, 1, 2, 3, 4].flatMap((part) => {
    const y = top + high * (1 - part / 4);
    return [draw("line", { x1: left, x2: left + wide, y1: y, y2: y, class: "grid" }), text(left - 6, y + 4, most * part / 4, { "text-anchor": "end", class: "faint" })];
  });
  const columns = use.map((day, index) => {
    let y = top + high;
    const parts = [["answered", "good"], ["abstained", "none"], ["clarify", "back"]].map(([name, kind]) => {
      const tall = high * day[name] / most;
      y -= tall;
      return draw("rect", { x: left + index * step + 1.5, y, width: step - 3, height: tall, class: kind });
    });
    return titled(draw("g", {}, parts), `${day.day}: ${day.answered} + ${day.abstained} + ${day.clarify}`);
  });
  const labels = use.map((day, index) => (index % 5 === 4 ? text(left + (index + 0.5) * step, top + high + 18, day.day.slice(5).split("-").reverse().join("/"), { "text-anchor": "middle", class: "faint" }) : null)).filter(Boolean);
  const total = (name) => use.reduce((sum, day) => sum + day[name], 0);
  const label = t("{answered} câu được trả lời, {abstained} câu chưa đủ căn cứ, {clarify} câu hỏi lại trong 30 ngày", { answered: total("answered"), abstained: total("abstained"), clarify: total("clarify") });
  return [plot(600, 210, label, grid, columns, labels), make("p", { class: "legend" }, make("span", {}, t("Được trả lời")), make("span", { class: "none" }, t("Chưa đủ căn cứ")), make("span", { class: "back" }, t("Hỏi lại"))), make("p", { class: "soft" }, make("small", {}, label))];
};

const histogram = (times) => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const end = roundUp(Math.max(4, at(0.98)));
  const heights = Array(24).fill(0);
  for (const time of sorted) heights[Math.min(23, Math.floor(time / end * 24))] += 1;
  const most = Math.max(...heights);
  const label = t("Trung vị {p50} ms, 95 % dưới {p95} ms", { p50: Math.round(at(0.5)), p95: Math.round(at(0.95)) });
  const [left, wide, high] = [10, 500, 150];
  return [plot(520, 186, label, heights.map((height, index) => titled(draw("rect", { x: left + index * wide / 24 + 1, y: 10 + high * (1 - height / most), width: wide / 24 - 2, height: high * height / most, class: "good" }), `${Math.round(index * end / 24)}–${Math.round((index + 1) * end / 24)} ms: ${height}`)),
    [0, 1, 2, 3, 4].map((part) => text(left + wide * part / 4, 178, `${end * part / 4} ms`, { "text-anchor": part === 0 ? "start" : part === 4 ? "end" : "middle", class: "faint" }))), make("p", { class: "soft" }, make("small", {}, label))];
};

// Is an answer of confidence .8 right eight times of ten? Dots on the dashed line say yes.
const reliability = (bins) => {
  const [left, top, wide, high] = [46, 10, 420, 200];
  const place = (x, y) => [left + wide * x, top + high * (1 - y)];
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const [[x1, y1], [x2, y2]] = [place(0, 0), place(1, 1)];
  return plot(500, 250, t("Độ tin cậy và tỷ lệ đúng"), [0, 1, 2, 3, 4].flatMap((part) => {
    const [x, y] = place(part / 4, part / 4);
    return [draw("line", { x1: left, x2: left + wide, y1: y, y2: y, class: "grid" }), text(left - 6, y + 4, `${25 * part} %`, { "text-anchor": "end", class: "faint" }), text(x, top + high + 18, `${25 * part} %`, { "text-anchor": "middle", class: "faint" })];
  }), draw("line", { x1, y1, x2, y2, class: "ideal" }), bins.map((bin) => {
    const [cx, cy] = place(bin.confidence, bin.accuracy);
    return titled(draw("circle", { cx, cy, r: 4 + 8 * Math.sqrt(bin.count / most), class: "good" }), `${percent(bin.confidence)} → ${percent(bin.accuracy)} (${bin.count})`);
  }), text(left + wide / 2, top + high + 36, t("độ tin cậy của câu trả lời"), { "text-anchor": "middle" }));
};

const tile = (name, value, detail) => make("div", { class: "tile" }, make("dt", {}, t(name)), make("dd", {}, make("strong", {}, value), make("small", {}, detail)));

const reportView = (report) => {
  const title = make("h2", {}, t("Lần đo gần nhất"));
  if (!report) return [title, make("p", { class: "box" }, t("Chưa có báo cáo. Người quản trị chạy:"), " ", make("code", {}, "python -m eval eval/questions/corpus.jsonl --index DIR --report DIR/report"))];
  const tiles = MEASURES.map(([name, label, meaning]) => {
    const share = report.overall[name];
    return tile(label, percent(share.share), [`${share.count}/${share.of}`, meaning && t(meaning)].filter(Boolean).join(" · "));
  });
  const time = tile("Thời gian, trung vị", `${Math.round(report.overall.latency_p50)} ms`, t("95 % dưới {p95} ms", { p95: Math.round(report.overall.latency_p95) }));
  const groups = Object.entries(report.groups).map(([name, values]) => figure(GROUPS[name] ?? name, bars(Object.entries(values).map(([value, figures]) => [value, figures.accuracy]), t(GROUPS[name] ?? name))));
  const wrong = Object.entries(report.wrong_by_reason).map(([name, count]) => [t(REASONS[name] ?? name), count]);
  return [title, make("p", { class: "soft" }, t("{total} câu hỏi có đáp án, đo lúc {made}.", { total: report.total, made: whenWritten(report.made) })),
    make("dl", { class: "tiles" }, tiles, time), make("div", { class: "plots" }, groups,
      figure("Độ tin cậy có đáng tin không?", reliability(report.bins)), wrong.length ? figure("Vì sao sai", counts(wrong, t("Vì sao sai"))) : "")];
};

const useView = (quality) => {
  const asked = quality.use.some((day) => day.answered + day.abstained + day.clarify);
  if (!quality.kept_days) return [make("h2", {}, t("Sử dụng")), make("p", { class: "box" }, t("Máy chủ được cài đặt không lưu câu hỏi."))];
  const channels = Object.entries(quality.channels).map(([name, count]) => [t(CHANNELS[name] ?? name), count]);
  return [make("h2", {}, t("Sử dụng trong 30 ngày")), make("p", { class: "soft" }, t("Câu hỏi được lưu {days} ngày, không kèm người hỏi.", { days: quality.kept_days })),
    asked ? make("div", { class: "plots" }, figure("Câu hỏi mỗi ngày", days(quality.use)), figure("Thời gian trả lời", histogram(quality.times)), figure("Hỏi từ đâu", counts(channels, t("Hỏi từ đâu")))) : make("p", { class: "box" }, t("Chưa có câu hỏi nào."))];
};

const unansweredView = (groups) => [make("h2", {}, t("Câu hỏi chưa trả lời được")), groups.length ? make("ul", { class: "asked" }, groups.map((group) => make("li", {},
  make("span", { class: "status warn times" }, t("{count} lần", { count: group.count })), make("a", { href: `/?q=${encodeURIComponent(group.question)}` }, group.question),
  make("div", {}, make("small", {}, t("Gần nhất: {when}", { when: whenWritten(group.last) }))),
  group.others.length ? make("details", {}, make("summary", {}, t("Các cách hỏi khác")), make("ul", {}, group.others.map((each) => make("li", {}, each)))) : ""))) : make("p", { class: "box" }, t("Không có."))];

const opinionsView = (quality) => {
  const reasons = Object.entries(quality.reasons).map(([name, count]) => [t(name), count]);
  return [make("h2", {}, t("Người dùng đánh giá")),
    make("dl", { class: "tiles" }, tile("Câu trả lời tốt", quality.ratings.up, ""), tile("Câu trả lời chưa tốt", quality.ratings.down, "")),
    reasons.length ? make("div", { class: "plots" }, figure("Lý do chưa tốt", counts(reasons, t("Lý do chưa tốt")))) : "",
    make("ul", { class: "asked" }, quality.opinions.map((each) => make("li", {},
      make("span", { class: `status times ${each.rating === "up" ? "good" : "bad"}` }, t(each.rating === "up" ? "Tốt" : "Chưa tốt")), make("b", {}, each.question),
      make("div", {}, make("small", {}, [whenWritten(each.at), ...each.reasons.map((reason) => t(reason))].join(" · "))), each.comment ? make("p", {}, `“${each.comment}”`) : "",
      make("details", {}, make("summary", {}, t("Câu trả lời")), make("pre", { tabindex: "0" }, [each.answer, ...each.citations].join("\n"))))))];
};

withAccess(async () => {
  const quality = await ask("quality");
  const inside = find("#inside");
  inside.replaceChildren(...[reportView(quality.report), useView(quality), unansweredView(quality.unanswered), opinionsView(quality)].flat().filter(Boolean));
  inside.removeAttribute("aria-busy");
}).catch((error) => say(error.message));
