// The API as its own description tells it.
import { find, make, t } from "./page.js";

const api = await fetch("/openapi.json").then((reply) => reply.json());
const resolved = (schema) => (schema?.$ref ? api.components.schemas[schema.$ref.split("/").pop()] : schema);
const groups = new Map();
for (const [path, methods] of Object.entries(api.paths)) {
  for (const [method, route] of Object.entries(methods)) {
    const tag = route.tags?.[0] ?? "Khác";
    groups.set(tag, [...(groups.get(tag) ?? []), { path, method, route }]);
  }
}

const parameter = (each) => make("tr", {}, make("td", {}, make("code", {}, each.name)), make("td", { class: "soft" }, t(each.required ? "bắt buộc" : "tùy chọn")), make("td", {}, each.description ?? each.schema?.description ?? ""));
const shown = (label, value) => (value === undefined ? [] : [make("p", {}, t(label)), make("pre", { tabindex: "0" }, typeof value === "string" ? value : JSON.stringify(value, null, 1))]);
const exampleOf = (content) => content?.["application/json"]?.example ?? content?.["text/event-stream"]?.example;
const box = ({ path, method, route }) => make("details", {},
  make("summary", {}, make("b", {}, method.toUpperCase()), make("code", {}, path), make("span", { class: "soft" }, route.summary ?? "")),
  make("div", { class: "body" },
    route.description ? make("p", {}, route.description) : "",
    route.parameters?.length ? make("table", {}, make("tbody", {}, route.parameters.map(parameter))) : "",
    shown("Gửi:", resolved(route.requestBody?.content?.["application/json"]?.schema)?.examples?.[0]),
    Object.entries(route.responses).filter(([status]) => status < 300).flatMap(([, reply]) => shown("Nhận:", exampleOf(reply.content)))));

for (const [tag, routes] of groups) find("#routes").append(make("h2", {}, tag), ...routes.map(box));
