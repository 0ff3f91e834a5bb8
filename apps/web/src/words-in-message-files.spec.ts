import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parse, type SFCTemplateBlock } from 'vue/compiler-sfc';

const folder = join(process.cwd(), 'apps/web/src');

/** Files that hold words of a language and are no message files, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'date-wording.ts': 'the calendar: 年, 月, 日 around the numbers of a date',
  'period-wording.ts': 'the calendar: the same for periods, and the names of quarters and halves',
  'layout-wording.ts': 'takes the year off a file’s name to propose a name for its layout',
  'reporting.ts': 'reads dates as they are typed in either language',
  'text-lines.ts': 'reads lists and numbers as they are typed with either punctuation',
  'value-draft.ts': 'knows a year by the digits of either script',
  'target-fields.ts': 'reads milestones as they are typed with either punctuation',
  'project-draft.ts': 'the contract calls the unit of an investment by its Chinese name',
};

type TemplateNode = NonNullable<SFCTemplateBlock['ast']>['children'][number];
/** Of the compiler's own numbering, which it exports as types only. */
const [text, interpolation] = [2, 5];

/** What only Chinese is written with: characters, and punctuation as wide as one. */
const chinese = /[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]/u;
/** How an English sentence begins, and no name of a class, an event or a route does. */
const english = /^\s*[A-Z][a-z]+[,:]? [a-z]/;
/** Letters beyond a single one: what is left are marks such as an arrow, which every language reads. */
const word = /\p{L}{2}|[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]/u;
const shownAttributes = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'data-label',
  'label',
  'placeholder',
  'title',
]);

/** Every string of a source that is a word of a language, told by what it is. A throw is told to programmers. */
function wordsOfScript(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isThrowStatement(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      if (chinese.test(node.text) || english.test(node.text)) found.push(node.text);
    } else if (ts.isRegularExpressionLiteral(node) && chinese.test(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('script.ts', source, ts.ScriptTarget.ESNext, true));
  return found;
}

/** The strings that an expression of a template can come to, as far as they stand in it. */
function shownBy(expression: string): string[] {
  const [statement] = ts.createSourceFile(
    'shown.ts',
    `(${expression})`,
    ts.ScriptTarget.ESNext,
    true,
  ).statements;
  const visit = (node: ts.Node): string[] => {
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isParenthesizedExpression(node) || ts.isExpressionStatement(node)) return visit(node.expression);
    if (ts.isConditionalExpression(node)) return [...visit(node.whenTrue), ...visit(node.whenFalse)];
    if (ts.isBinaryExpression(node)) return [...visit(node.left), ...visit(node.right)];
    if (ts.isTemplateExpression(node))
      return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    return [];
  };
  return statement === undefined ? [] : visit(statement);
}

function wordsOfTemplate(nodes: readonly TemplateNode[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type === text) return [(node as { content: string }).content].filter((one) => word.test(one));
    if (node.type === interpolation) {
      const { content } = (node as { content: { content: string } }).content;
      return [...shownBy(content).filter((one) => word.test(one)), ...wordsOfScript(`(${content})`)];
    }
    if (!('props' in node)) return [];
    const ofAttributes = node.props.flatMap((prop) => {
      if ('value' in prop) {
        const value = prop.value?.content ?? '';
        return word.test(value) && (shownAttributes.has(prop.name) || chinese.test(value)) ? [value] : [];
      }
      if (prop.exp === undefined || !('content' in prop.exp)) return [];
      const expression = String(prop.exp.content);
      const name = prop.arg !== undefined && 'content' in prop.arg ? prop.arg.content : prop.name;
      const shown = shownAttributes.has(String(name)) || name === 'text' ? shownBy(expression) : [];
      return [...shown.filter((one) => word.test(one)), ...wordsOfScript(`(${expression})`)];
    });
    return [...ofAttributes, ...wordsOfTemplate(node.children)];
  });
}

function wordsOf(file: string): string[] {
  const source = readFileSync(join(folder, file), 'utf8');
  if (file.endsWith('.ts')) return wordsOfScript(source);
  const { descriptor, errors } = parse(source, { filename: file });
  if (errors.length > 0) throw new Error(`${file}: ${errors.join('; ')}`);
  return [
    ...wordsOfScript(descriptor.scriptSetup?.content ?? ''),
    ...wordsOfScript(descriptor.script?.content ?? ''),
    ...wordsOfTemplate(descriptor.template?.ast?.children ?? []),
  ];
}

describe('the words of the page', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:vue|ts)$/.test(file) && !/\.spec\.ts$|messages\.(?:zh|en)\.ts$/.test(file))
    .toSorted();

  it('stand in the message files, in every language, and nowhere else', () => {
    expect(files.length).toBeGreaterThan(100);
    const found = files
      .filter((file) => !Object.hasOwn(exceptions, file))
      .flatMap((file) => wordsOf(file).map((one) => `${file}: ${one.trim()}`));
    expect(found).toEqual([]);
  });

  it('are allowed elsewhere only where there are some', () => {
    expect(Object.keys(exceptions).filter((file) => wordsOf(file).length === 0)).toEqual([]);
  });

  it.each([
    ['a text', '<p>Hello there</p>', ['Hello there']],
    ['a Chinese mark of punctuation', '<p>{{ a }}；{{ b }}</p>', ['；']],
    ['an attribute that is read aloud', '<b aria-label="Close" class="panel stack" />', ['Close']],
    ['a bound attribute', `<b :title="open ? 'Close' : words.open" :class="'panel stack'" />`, ['Close']],
    ['a string in an interpolation', `<p>{{ n === 'many' ? 'a lot' : n }}</p>`, ['a lot']],
    ['a string that a function is given', `<p>{{ say('多') }}</p>`, ['多']],
    ['nothing in marks and identifiers', `<p :id="'row one'">{{ a }} → {{ b['key'] }} · <br /></p>`, []],
  ])('are found in %s', (_, template, expected) => {
    const { descriptor } = parse(`<template>${template}</template>`);
    expect(wordsOfTemplate(descriptor.template?.ast?.children ?? [])).toEqual(expected);
  });

  it('are found in a script, but for what is thrown at programmers and said in comments', () => {
    expect(
      wordsOfScript(`
        // 注释
        const a = 'Nothing was found', b = \`共 \${a} 条\`, c = 'panel stack', d = /[年月]/;
        throw new Error('Nothing was given');
      `),
    ).toEqual(['Nothing was found', '共 ', ' 条', '/[年月]/']);
  });
});
