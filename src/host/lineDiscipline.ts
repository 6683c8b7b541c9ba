import { cellWidth } from './cellWidth';

/** Where keys go and what is shown for them. */
export interface LineSink {
  /** Text for the screen, with `\r\n` line ends. */
  echo(text: string): void;
  /** A finished line with its `\n`, or what stood in the line when Ctrl+D sent it early. */
  input(text: string): void;
  endOfInput(): void;
  interrupt(): void;
  /** Ctrl+\: end the program at once. */
  quit(): void;
}

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const BACKSPACE = '\x08';
const CTRL_U = '\x15';
const CTRL_W = '\x17';
const CTRL_BACKSLASH = '\x1c';
const DELETE = '\x7f';

/** CSI and SS3 sequences, Alt+key, or ESC alone; a key's sequence never comes in two parts. */
const ESCAPE_SEQUENCE = /^\x1b(?:\[[0-?]*[ -/]*[@-~]?|O[ -~]?|[^[O])?/su;

/** A tab's true width depends on the cursor's column, which only the terminal knows; so it is shown as this. */
const TAB_ECHO = '    ';

/**
 * A terminal's cooked mode, as termios(3) describes `ICANON | ECHO | ISIG`: keys are echoed and
 * collected until Enter. Editing works on whole grapheme clusters. Keys without a meaning in cooked
 * mode (arrows, function keys, other control keys) do nothing.
 */
export class LineDiscipline {
  readonly #sink: LineSink;
  readonly #graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  #line = '';
  #echo = '';
  /** First half of a surrogate pair whose second half comes with the next data. */
  #half = '';

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  /** Takes what the terminal sends for keys and pastes. */
  accept(data: string): void {
    let rest = this.#half + data;
    this.#half = '';
    while (rest !== '') {
      const escape = ESCAPE_SEQUENCE.exec(rest)?.[0].length;
      rest = rest.slice(escape ?? this.#key(rest));
    }
    this.#flushEcho();
  }

  /** Forgets what was typed and not sent. */
  reset(): void {
    this.#line = '';
    this.#half = '';
  }

  /** Handles the first key of `rest` and returns how many UTF-16 units it took. */
  #key(rest: string): number {
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    switch (character) {
      case '\r':
      case '\n':
        this.#send('\n', '\r\n');
        return rest.startsWith('\r\n') ? 2 : 1;
      case DELETE:
      case BACKSPACE:
        this.#eraseLast();
        return 1;
      case CTRL_U:
        this.#erase(0);
        return 1;
      case CTRL_W:
        this.#erase(this.#line.trimEnd().search(/\S+$/u));
        return 1;
      case CTRL_D:
        if (this.#line !== '') this.#send('', '');
        else this.#tell(() => this.#sink.endOfInput());
        return 1;
      case CTRL_C:
        this.#signal('^C', () => this.#sink.interrupt());
        return 1;
      case CTRL_BACKSLASH:
        this.#signal('^\\', () => this.#sink.quit());
        return 1;
      default:
        return this.#insert(character, rest);
    }
  }

  #insert(character: string, rest: string): number {
    if (rest.length === 1 && /[\ud800-\udbff]/.test(rest)) {
      this.#half = rest;
      return 1;
    }
    // A run of plain text at once: a paste may be long.
    const text = /^[^\x00-\x1f\x7f]+/u.exec(rest)?.[0] ?? '';
    if (text !== '') {
      const cut = text.length === rest.length && /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
      this.#line += cut;
      this.#echo += cut;
      return cut.length;
    }
    if (character === '\t') {
      this.#line += '\t';
      this.#echo += TAB_ECHO;
    }
    return character.length;
  }

  #eraseLast(): void {
    const last = [...this.#graphemes.segment(this.#line)].at(-1);
    if (last !== undefined) this.#erase(last.index);
  }

  /** Cuts the line down to `length` (below 0: to nothing) and clears the cells of what went. */
  #erase(length: number): void {
    const kept = this.#line.slice(0, Math.max(0, length));
    const cells = cellWidth(this.#line.slice(kept.length).replaceAll('\t', TAB_ECHO));
    this.#line = kept;
    this.#echo += '\b \b'.repeat(cells);
  }

  #send(end: string, echo: string): void {
    const text = this.#line + end;
    this.#line = '';
    this.#echo += echo;
    this.#tell(() => this.#sink.input(text));
  }

  #signal(shown: string, send: () => void): void {
    this.#line = '';
    this.#echo += `${shown}\r\n`;
    this.#tell(send);
  }

  /** Calls the sink after everything typed before was shown. */
  #tell(call: () => void): void {
    this.#flushEcho();
    call();
  }

  #flushEcho(): void {
    if (this.#echo === '') return;
    const text = this.#echo;
    this.#echo = '';
    this.#sink.echo(text);
  }
}
