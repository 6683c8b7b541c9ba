import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable';
import type { Location } from '../core/events/location';
import type { ControlCommand } from '../core/control';
import { parseFromPanel } from '../core/panelMessages';
import type { FromPanel, ToPanel } from '../core/panelProtocol';
import type { RuleChoices } from '../core/rules/ruleTable';
import type { RuleCode, Snapshot } from '../core/snapshot/protocol';
import type { Run } from '../inspector/client';
import { PanelFeed } from '../panel/panelFeed';
import { newNonce, panelHtml } from '../panel/panelHtml';
import { COMMANDS, PANEL_VIEW_TYPE } from './contributions';
import { onRulesChanged } from './ruleSettings';

/** What a person does in the panel. */
export interface PanelActions {
  reveal(location: Location): void;
  stop(): void;
  restart(): void;
  control(command: ControlCommand): void;
  changeInterpreter(): void;
  copy(text: string): void;
  explainRule(code: RuleCode): void;
  muteRule(code: RuleCode, muted: boolean): void;
  /** What the settings say of the rules. */
  rules(): RuleChoices;
  /** The panel was closed; it is of no use any more. */
  closed(): void;
}

/**
 * A program's panel: passes snapshots of the run to the page, and what the page asks for to the run.
 * The page is thrown away whenever it is out of sight; everything it needs comes anew when it is back.
 */
export class LoopPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #actions: PanelActions;
  readonly #log: vscode.LogOutputChannel;
  readonly #store = new DisposableStore();
  readonly #feed: PanelFeed;
  /** The page is there and takes messages. */
  #ready = false;
  /** What it is to show once it is. */
  #wish: ToPanel | null = null;

  /** Opens a panel beside the editor; the editor keeps the focus. */
  static open(title: string, extensionUri: vscode.Uri, actions: PanelActions, log: vscode.LogOutputChannel): LoopPanel {
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(PANEL_VIEW_TYPE, title, place, {});
    return new LoopPanel(panel, extensionUri, actions, log);
  }

  /** @param panel new, or one that VS Code kept over a reload of the window */
  constructor(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, actions: PanelActions, log: vscode.LogOutputChannel) {
    this.#panel = panel;
    this.#actions = actions;
    this.#log = log;
    this.#feed = new PanelFeed((message) => this.#post(message), panel.visible, () => [this.#rules()]);
    const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    panel.iconPath = new vscode.ThemeIcon('sync');
    this.#store.add(panel.onDidDispose(() => this.#closed()));
    this.#store.add(panel.onDidChangeViewState(() => this.#visibilityChanged()));
    this.#store.add(webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    this.#store.add(onRulesChanged(() => panel.visible && this.#post(this.#rules())));
    const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
    webview.html = panelHtml({ cspSource: webview.cspSource, script: address('panel.js'), style: address('panel.css') }, newNonce());
  }

  get title(): string {
    return this.#panel.title;
  }

  get active(): boolean {
    return this.#panel.active;
  }

  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  /** The last snapshot of the run on show. */
  get last(): Snapshot | null {
    return this.#feed.last;
  }

  /** Brings the panel to the front of its column; the focus stays where it is. */
  show(): void {
    this.#panel.reveal(undefined, true);
  }

  /** Brings the panel to the front with the tasks that match `filter`. */
  showTasks(filter: string, selected: number | null): void {
    const message: ToPanel = { type: 'show', tab: 'tasks', filter, selected };
    if (this.#ready) this.#post(message);
    else this.#wish = message;
    this.show();
  }

  /** Shows `run` from now on. */
  follow(run: Run): void {
    this.#feed.follow(run);
  }

  /** The run is over: `last` is what is known of it. */
  ended(last: Snapshot): void {
    this.#feed.ended(last);
  }

  dispose(): void {
    if (this.#store.disposed) return;
    this.#store.dispose();
    this.#panel.dispose();
  }

  /** A page that is out of sight is thrown away. */
  #visibilityChanged(): void {
    if (!this.#panel.visible) this.#ready = false;
    this.#feed.setVisible(this.#panel.visible);
  }

  #closed(): void {
    if (this.#store.disposed) return;
    this.#feed.close();
    this.#store.dispose();
    this.#actions.closed();
  }

  #receive(raw: unknown): void {
    const message = parseFromPanel(raw);
    if (message.ok) this.#handle(message.value);
    else this.#log.warn(message.error.message);
  }

  #handle(message: FromPanel): void {
    switch (message.type) {
      case 'ready':
        this.#feed.receive(message);
        this.#ready = true;
        if (this.#wish !== null) this.#post(this.#wish);
        this.#wish = null;
        break;
      case 'view':
      case 'acknowledge':
        this.#feed.receive(message);
        break;
      case 'reveal':
        this.#actions.reveal(message.location);
        break;
      case 'stop':
        this.#actions.stop();
        break;
      case 'restart':
        this.#actions.restart();
        break;
      case 'control':
        this.#actions.control(message.command);
        break;
      case 'copy':
        this.#actions.copy(message.text);
        break;
      case 'explainRule':
        this.#actions.explainRule(message.code);
        break;
      case 'muteRule':
        this.#actions.muteRule(message.code, message.muted);
        break;
      case 'travel':
        this.#feed.travel(message.destination);
        break;
      case 'changeInterpreter':
        this.#actions.changeInterpreter();
        break;
      case 'openExample':
        void vscode.commands.executeCommand(COMMANDS.openExample);
        break;
    }
  }

  #rules(): ToPanel {
    return { type: 'rules', choices: this.#actions.rules() };
  }

  #post(message: ToPanel): void {
    // False or a rejection: the page is gone, and asks anew when it is back.
    this.#panel.webview.postMessage(message).then(undefined, () => undefined);
  }
}
