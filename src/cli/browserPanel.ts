/** The panel in a plain browser: the same page and the same messages as in VS Code, over a socket. */
import { unreachable } from '../base/assert';
import { ok, type Result } from '../base/result';
import type { ControlCommand } from '../core/control';
import type { Exit } from '../core/events/exit';
import type { Location } from '../core/events/location';
import type { FromPanel } from '../core/panelProtocol';
import type { RuleChoices } from '../core/rules/ruleTable';
import type { Run } from '../inspector/client';
import { endedSnapshot } from '../panel/endedSnapshot';
import { PanelFeed } from '../panel/panelFeed';
import { PanelServer } from './panelServer';
import { readExcerpt } from './sourceFile';

/** What a person does on the page. */
export interface PanelActions {
  stop(): void;
  restart(): void;
  control(command: ControlCommand): void;
}

const OTHER_INTERPRETER = 'To run it on another interpreter, end this command with Ctrl+C and start it again with --python PATH.';

export class BrowserPanel implements AsyncDisposable {
  readonly #program: string;
  readonly #actions: PanelActions;
  readonly #feed: PanelFeed;
  #server: PanelServer | null = null;
  /** Muted here, until the command ends: there are no settings. */
  #rules: RuleChoices = {};

  private constructor(program: string, actions: PanelActions) {
    this.#program = program;
    this.#actions = actions;
    this.#feed = new PanelFeed(
      (message) => this.#server?.post(message),
      false,
      () => [{ type: 'rules', choices: this.#rules }],
    );
  }

  /**
   * Serves the panel from now on.
   * @param distDir folder of the built bundles
   * @param program the program's path, or its module's name
   */
  static async open(distDir: string, program: string, actions: PanelActions): Promise<Result<BrowserPanel>> {
    const panel = new BrowserPanel(program, actions);
    const server = await PanelServer.start(distDir, {
      present: (there) => panel.#feed.setVisible(there),
      message: (message) => panel.#handle(message),
    });
    if (!server.ok) return server;
    panel.#server = server.value;
    return ok(panel);
  }

  /** Opens the panel in a browser, once. */
  get link(): string {
    return this.#server?.link ?? '';
  }

  /** Opens it again in the browser that the link was opened in. */
  get address(): string {
    return this.#server?.address ?? '';
  }

  follow(run: Run): void {
    this.#feed.follow(run);
  }

  ended(exit: Exit): void {
    this.#feed.ended(endedSnapshot(this.#feed.last, this.#program, exit));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#feed.close();
    await this.#server?.[Symbol.asyncDispose]();
  }

  #handle(message: FromPanel): void {
    switch (message.type) {
      case 'ready':
      case 'view':
      case 'acknowledge':
        return this.#feed.receive(message);
      case 'reveal':
        return void this.#reveal(message.location);
      case 'stop':
        return this.#actions.stop();
      case 'restart':
        return this.#actions.restart();
      case 'travel':
        return this.#feed.travel(message.destination);
      case 'control':
        return this.#actions.control(message.command);
      case 'changeInterpreter':
        return this.#server?.post({ type: 'notice', text: OTHER_INTERPRETER });
      case 'muteRule':
        this.#rules = { ...this.#rules, [message.code]: message.muted ? 'off' : 'default' };
        return this.#server?.post({ type: 'rules', choices: this.#rules });
      case 'explainRule':
        return this.#server?.post({ type: 'notice', text: `What ${message.code} means, with examples, is in the section of that name in Loop Inspector's README.md.` });
      case 'copy':
        // A browser's page copies by itself.
        return;
      case 'openExample':
        // Offered only where nothing ran, and here something always did.
        return;
      default:
        return unreachable(message);
    }
  }

  async #reveal(location: Location): Promise<void> {
    const source = await readExcerpt(location, this.#program);
    if (source !== null) this.#server?.post({ type: 'source', source });
    else this.#server?.post({ type: 'notice', text: `${location.path}:${location.line} is not a Python file on this machine, so it cannot be shown.` });
  }
}
