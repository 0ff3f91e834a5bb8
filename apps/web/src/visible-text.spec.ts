import { visibleCell, visibleText } from './visible-text';

it.each([
  ['an ordinary name', '2024年季报（终）.xlsx', '2024年季报（终）.xlsx'],
  ['a mark that turns the ending about', 'report\u202Excod.xlsx', 'report⟨U+202E⟩xcod.xlsx'],
  ['control characters', 'a\u0000b\u001Bc\n.csv', 'a⟨U+0000⟩b⟨U+001B⟩c⟨U+000A⟩.csv'],
  ['a space nobody sees', '西安\u200B市.csv', '西安⟨U+200B⟩市.csv'],
  ['half a character', 'a\uD800.csv', 'a⟨U+D800⟩.csv'],
  ['markup, which is text', '<img src=x onerror=alert(1)>.csv', '<img src=x onerror=alert(1)>.csv'],
  ['a rare character and an emblem', '𠀀🚄.csv', '𠀀🚄.csv'],
])('shows %s', (_, name, shown) => {
  expect(visibleText(name)).toBe(shown);
});

it('leaves a cell its line breaks', () => {
  expect(visibleCell('国际\n航线\u200F')).toBe('国际\n航线⟨U+200F⟩');
});
