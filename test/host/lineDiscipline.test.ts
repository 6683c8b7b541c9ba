import { describe, expect, it } from 'vitest';
import { LineDiscipline } from '../../src/host/lineDiscipline';

/** Types `keys` one after another and returns what happened, in order. */
function type(...keys: string[]): string[] {
  const log: string[] = [];
  const discipline = new LineDiscipline({
    echo: (text) => log.push(`echo ${JSON.stringify(text)}`),
    input: (text) => log.push(`input ${JSON.stringify(text)}`),
    endOfInput: () => log.push('eof'),
    interrupt: () => log.push('interrupt'),
    quit: () => log.push('quit'),
  });
  for (const key of keys) discipline.accept(key);
  return log;
}

/** The lines that reach the program. */
const lines = (...keys: string[]): string[] =>
  type(...keys)
    .filter((entry) => entry.startsWith('input '))
    .map((entry) => JSON.parse(entry.slice('input '.length)) as string);

const echoes = (...keys: string[]): string =>
  type(...keys)
    .filter((entry) => entry.startsWith('echo '))
    .map((entry) => JSON.parse(entry.slice('echo '.length)) as string)
    .join('');

describe('the line discipline', () => {
  it('echoes keys and sends a line at Enter', () => {
    expect(type('h', 'i', '\r')).toEqual(['echo "h"', 'echo "i"', 'echo "\\r\\n"', 'input "hi\\n"']);
  });

  it('sends an empty line', () => {
    expect(lines('\r', '\r')).toEqual(['\n', '\n']);
  });

  it('takes both ways to say Enter', () => {
    expect(lines('a\r\nb\nc\r')).toEqual(['a\n', 'b\n', 'c\n']);
  });

  it.each([
    ['a letter', 'x', 1],
    ['a letter with a combining accent', 'e\u0301', 1],
    ['a wide letter', '漢', 2],
    ['an emoji outside the basic plane', '😀', 2],
    ['an emoji joined from three', '👩‍👩‍👧', 6],
    ['a flag', '🇪🇺', 2],
    ['a Hangul syllable', '한', 2],
    ['a fullwidth letter', 'Ａ', 2],
    ['a tab', '\t', 4],
  ])('takes back %s as one, with all of its cells', (_name, text, cells) => {
    expect(lines('a', text, '\x7f', 'b\r')).toEqual(['ab\n']);
    expect(echoes('a', text, '\x7f')).toBe(`a${text === '\t' ? '    ' : text}${'\b \b'.repeat(cells)}`);
  });

  it('does not take back more than was typed', () => {
    expect(echoes('\x7f', 'a', '\x7f', '\x7f', '\b')).toBe('a\b \b');
    expect(lines('a', '\x7f', '\x7f', '\r')).toEqual(['\n']);
  });

  it('erases the line with Ctrl+U', () => {
    expect(lines('one 漢 two', '\x15', 'x\r')).toEqual(['x\n']);
    expect(echoes('漢a', '\x15')).toBe(`漢a${'\b \b'.repeat(3)}`);
  });

  it('erases a word and the blanks behind it with Ctrl+W', () => {
    expect(lines('one two  ', '\x17', '\r')).toEqual(['one \n']);
    expect(lines('one', '\x17', '\r')).toEqual(['\n']);
    expect(lines('  ', '\x17', '\r')).toEqual(['\n']);
    expect(lines('\x17', '\r')).toEqual(['\n']);
  });

  it('ends the input with Ctrl+D on an empty line only', () => {
    expect(type('\x04')).toEqual(['eof']);
    expect(type('ab', '\x04', '\x04')).toEqual(['echo "ab"', 'input "ab"', 'eof']);
  });

  it('drops the line at Ctrl+C, shows it and interrupts', () => {
    expect(type('ab', '\x03', 'c\r')).toEqual(['echo "ab"', 'echo "^C\\r\\n"', 'interrupt', 'echo "c\\r\\n"', 'input "c\\n"']);
  });

  it('quits at Ctrl+\\', () => {
    expect(type('\x1c')).toEqual(['echo "^\\\\\\r\\n"', 'quit']);
  });

  it('handles a paste of several lines in order', () => {
    expect(type('one\rtwo\rthree')).toEqual([
      'echo "one\\r\\n"',
      'input "one\\n"',
      'echo "two\\r\\n"',
      'input "two\\n"',
      'echo "three"',
    ]);
  });

  it.each([['\x1b[A'], ['\x1b[1;5D'], ['\x1bOP'], ['\x1b[3~'], ['\x1b[200~'], ['\x1bb'], ['\x1b['], ['\x1b'], ['\x01'], ['\x0c'], ['\x1a'], ['\0']])(
    'ignores %j',
    (key) => {
      expect(lines('a', key, 'b\r')).toEqual(['ab\n']);
      expect(echoes('a', key, 'b')).toBe('ab');
    },
  );

  it('joins a character that comes in two halves', () => {
    const [high, low] = ['😀'.slice(0, 1), '😀'.slice(1)];
    expect(lines(high, low, '\r')).toEqual(['😀\n']);
    expect(lines(`ab${high}`, `${low}c\r`)).toEqual(['ab😀c\n']);
    expect(echoes(`ab${high}`, low, '\x7f')).toBe(`ab😀${'\b \b'.repeat(2)}`);
  });

  it('takes a long paste in time that grows with its length', () => {
    const text = 'x漢'.repeat(500_000);
    expect(lines(`${text}\r`)).toEqual([`${text}\n`]);
  });
});
