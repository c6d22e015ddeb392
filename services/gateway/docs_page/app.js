'use strict';
// Shows /openapi.json and lets one try each operation. Text reaches the page through textContent only.

const byId = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'text') node.textContent = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function resolve(api, schema) {
  if (schema.allOf) return resolve(api, schema.allOf[0]);
  if (!schema.$ref) return schema;
  return schema.$ref.slice(2).split('/').reduce((at, key) => at[key], api);
}

// A body to begin with: examples and defaults where the contract has them.
function sample(api, schema, depth = 0) {
  const s = resolve(api, schema);
  if (s.examples) return s.examples[0];
  if (s.default !== undefined) return s.default;
  if (s.enum) return s.enum[0];
  if (s.type === 'array') return depth > 4 ? [] : [sample(api, s.items, depth + 1)];
  if (s.type === 'object') {
    const out = {};
    const required = new Set(s.required || []);
    for (const [name, inner] of Object.entries(s.properties || {})) {
      if (depth < 5 && required.has(name)) out[name] = sample(api, inner, depth + 1);
    }
    return out;
  }
  return s.type === 'string' ? '' : s.type === 'boolean' ? false : 0;
}

function shortened(names) {
  const most = 20;
  const more = names.length - most;
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more, see /openapi.json` : '');
}

function rules(schema) {
  const parts = [];
  if (schema.enum) parts.push('one of ' + shortened(schema.enum));
  if (schema.default !== undefined) parts.push('default ' + schema.default);
  if (schema.minimum !== undefined) parts.push('at least ' + schema.minimum);
  if (schema.maximum !== undefined) parts.push('at most ' + schema.maximum);
  return parts.join('; ');
}

function credentialHeaders() {
  const value = byId('credential').value.trim();
  if (!value) return {};
  return value.startsWith('mib_') ? {'X-API-Key': value} : {'Authorization': 'Bearer ' + value};
}

function parameterInput(parameter) {
  const schema = parameter.schema;
  const input = element('input', {name: parameter.name, type: schema.format === 'password' ? 'password' : 'text'});
  const example = (schema.examples || (schema.items && schema.items.examples) || [])[0];
  if (parameter.in === 'path' && example !== undefined) input.value = example;
  if (schema.default !== undefined) input.placeholder = schema.default;
  const hint = [parameter.description, rules(schema)].filter(Boolean).join(' — ');
  return element('label', {}, element('b', {text: parameter.name + (parameter.required ? ' *' : '')}), ' ',
                 element('span', {class: 'hint', text: hint}), input);
}

function fillUrl(path, operation, form) {
  const query = new URLSearchParams();
  let url = path;
  for (const parameter of operation.parameters || []) {
    const value = form.elements[parameter.name].value.trim();
    if (parameter.in === 'path') url = url.replace('{' + parameter.name + '}', encodeURIComponent(value));
    else if (value) query.set(parameter.name, value);
  }
  const text = query.toString();
  return text ? url + '?' + text : url;
}

async function send(method, url, body, output) {
  const headers = credentialHeaders();
  if (body !== null) headers['Content-Type'] = 'application/json';
  output.textContent = '…';
  try {
    const started = performance.now();
    const response = await fetch(url, {method, headers, body, credentials: 'omit'});
    let text = await response.text();
    try { text = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: shown as it is */ }
    const took = Math.round(performance.now() - started);
    output.textContent = `${method} ${url}\n${response.status} in ${took} ms\n\n${text}`;
  } catch (error) {
    output.textContent = String(error);
  }
}

function operationBody(api, path, method, operation) {
  const form = element('form', {class: 'body'});
  if (operation.description) form.append(element('p', {text: operation.description}));
  const needs = operation['x-permission'] === 'public' ? 'Open to all.' : 'Needs ' + operation['x-permission'] + '.';
  form.append(element('p', {class: 'hint', text: needs}));
  for (const parameter of operation.parameters || []) form.append(parameterInput(parameter));
  let body = null;
  if (operation.requestBody) {
    body = element('textarea', {rows: '8', spellcheck: 'false', 'aria-label': 'Request body'});
    body.value = JSON.stringify(sample(api, operation.requestBody.content['application/json'].schema), null, 2);
    form.append(body);
  }
  const output = element('pre', {'aria-live': 'polite'});
  form.append(element('button', {text: 'Send'}), output);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(method, fillUrl(path, operation, form), body && body.value, output);
  });
  return form;
}

function operationView(api, path, method, operation) {
  const summary = element('summary', {}, element('span', {class: 'method ' + method, text: method}),
                          element('span', {class: 'path', text: path}), element('span', {class: 'text', text: operation.summary}));
  const view = element('details', {'data-search': `${method} ${path} ${operation.summary}`.toLowerCase()}, summary);
  view.addEventListener('toggle', () => {
    if (view.open && view.children.length === 1) view.append(operationBody(api, path, method, operation));
  });
  return view;
}

function show(api) {
  byId('title').textContent = `${api.info.title} ${api.info.version}`;
  byId('description').textContent = api.info.description;
  const groups = new Map();
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operationView(api, path, method.toUpperCase(), operation));
    }
  }
  const main = byId('operations');
  main.replaceChildren();
  for (const [tag, views] of groups) main.append(element('section', {}, element('h2', {text: tag}), ...views));
}

byId('credentials').addEventListener('submit', (event) => event.preventDefault());
byId('filter').addEventListener('input', (event) => {
  const words = event.target.value.toLowerCase();
  for (const view of document.querySelectorAll('details')) view.hidden = !view.dataset.search.includes(words);
});
fetch('/openapi.json').then((response) => response.json()).then(show, (error) => {
  byId('operations').textContent = 'openapi.json cannot be read: ' + error;
});
