// Every link of a page to the glossary explains itself; on the page of the glossary all is listed.
const LINK = "a[href^='glossary?term=']";

export default function ({ parentElement, data }) {
  document.documentElement.lang = data.language; // Streamlit itself always says English.
  if (data.listed) return list(parentElement.querySelector(".glossary"), data);
  const terms = Object.assign({}, ...data.groups.map((group) => group.terms));
  const term_of = (link) => terms[new URLSearchParams(link.search).get("term")];
  return explain_terms(document, parentElement.host, LINK, term_of);
}

function list(box, { groups, asked }) {
  box.replaceChildren(...groups.map(group_of));
  box.querySelector(".asked")?.scrollIntoView({ block: "center" });

  function group_of({ title, terms }) {
    const [part, head, rows] = ["section", "h2", "dl"].map((tag) => document.createElement(tag));
    head.textContent = title;
    rows.append(...Object.entries(terms).map(row_of));
    part.append(head, rows);
    return part;
  }

  function row_of([name, term]) {
    const [row, word, said] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
    Object.assign(row, { id: name, className: name === asked ? "asked" : "" });
    word.textContent = term.name;
    said.append(term.sentence, ...(term.drawing ? [drawn_term(term.drawing)] : []));
    row.append(word, said);
    return row;
  }
}
