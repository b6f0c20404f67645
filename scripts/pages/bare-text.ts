import { type Node, parseSync, Visitor } from "oxc-parser";

/**
 * Children that are elements wherever they are used: properties of components that pages fill with elements, and `null`
 * or an element by their type.
 */
const elements = new Set([
  "action",
  "aside",
  "badge",
  "button",
  "children",
  "controls",
  "icon",
  "otherAction",
  "otherwise",
  "top",
  "trigger",
]);

/** Functions whose result is an element. */
const makesElement = new Set(["cloneElement", "createPortal", "testOf"]);

/** A text of a page that stands beside other children of its element, without an element of its own. */
export interface BareText {
  readonly line: number;
  readonly text: string;
}

/**
 * Finds bare text in JSX. A translator of the browser puts elements in the place of text nodes. React then fails when it
 * removes such a node, or inserts a node before it. A component that returns a text counts, too. Text that is the only
 * child of its element is safe: React replaces the whole content of the element.
 */
export function bareTextIn(path: string, source: string): BareText[] {
  const found: BareText[] = [];
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed`);

  function report(node: Node): void {
    const line = source.slice(0, node.start).split("\n").length;
    found.push({ line, text: source.slice(node.start, node.end).replace(/\s+/g, " ").trim() });
  }

  function check(children: readonly Node[], alone: boolean): void {
    const real = children.filter(({ type, ...rest }) => {
      if (type === "JSXText") return "value" in rest && String(rest.value).trim() !== "";
      return !(type === "JSXExpressionContainer" && "expression" in rest && isEmpty(rest.expression as Node));
    });
    // A text that is the only child of an element is safe; the only child of a fragment may have siblings outside it.
    if (alone && real.length < 2) return;
    for (const child of real) if (isText(child)) report(child);
  }

  /** The functions around what is visited, the innermost last: whether each is a component. */
  const components: boolean[] = [];
  const leave = () => void components.pop();
  new Visitor({
    FunctionDeclaration({ id }) {
      components.push(/^[A-Z]/.test(id?.name ?? ""));
    },
    FunctionExpression() {
      components.push(false);
    },
    ArrowFunctionExpression() {
      components.push(false);
    },
    "FunctionDeclaration:exit": leave,
    "FunctionExpression:exit": leave,
    "ArrowFunctionExpression:exit": leave,
    // Nobody can see from outside that a component is a text.
    ReturnStatement({ argument }) {
      if (components.at(-1) && argument && isText(argument)) report(argument);
    },
    JSXElement({ children }) {
      check(children, true);
    },
    JSXFragment({ children }) {
      check(children, false);
    },
  }).visit(program);
  return found;
}

function isEmpty({ type }: Node): boolean {
  return type === "JSXEmptyExpression";
}

/** Whether a child is text, or may be. A variable counts as text, unless its name is one of `elements`. */
function isText(node: Node): boolean {
  switch (node.type) {
    case "JSXText":
    case "TemplateLiteral":
    case "TaggedTemplateExpression":
    case "BinaryExpression":
      return true;
    case "JSXExpressionContainer":
      return isText(node.expression);
    case "ParenthesizedExpression":
      return isText(node.expression);
    case "Literal":
      return typeof node.value === "string" || typeof node.value === "number";
    case "ConditionalExpression":
      return isText(node.consequent) || isText(node.alternate);
    case "LogicalExpression":
      return isText(node.right) || (node.operator !== "&&" && isText(node.left));
    case "CallExpression":
      // `map` makes a list of elements.
      if (node.callee.type === "MemberExpression") return !isNamed(node.callee.property, "map");
      return !(node.callee.type === "Identifier" && makesElement.has(node.callee.name));
    case "Identifier":
      return !elements.has(node.name);
    case "MemberExpression":
      return !(node.property.type === "Identifier" && elements.has(node.property.name));
    default:
      return false;
  }
}

function isNamed(node: Node, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}
