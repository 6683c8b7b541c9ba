/**
 * A run as VS Code's debugger sees it: its toolbar stops, restarts, pauses and continues. Speaks the Debug Adapter
 * Protocol (https://microsoft.github.io/debug-adapter-protocol) within the extension host.
 */
import { ContinuedEvent, DebugSession, ExitedEvent, InitializedEvent, OutputEvent, TerminatedEvent, Thread } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Result } from '../../base/result';
import type { ControlCommand } from '../../core/control';
import type { Standing } from '../../core/snapshot/standing';
import { type Launched, SUPERSEDED } from '../program';
import { stackFrames, StandingEvent } from './callStack';
import { type LaunchConfiguration, parseConfiguration } from './configuration';

/** The protocol wants threads; a program's loops are one. */
const THREAD = 1;
/** Of the protocol's errors; VS Code shows the text. */
const NOT_LAUNCHED = 1;

/** Begins a run, unless the signal says meanwhile that nobody wants it any more. */
type Launch = (configuration: LaunchConfiguration, signal: AbortSignal) => Promise<Result<Launched>>;

export class LoopDebugSession extends DebugSession {
  readonly #launch: Launch;
  /** Aborted: it shall not begin any more. */
  readonly #starting = new AbortController();
  #run: Launched | null = null;
  /** Null: it goes on. */
  #standing: Standing | null = null;
  /** What the debugger has asked for and not seen happen; null: nothing, so what happens was asked for in the panel. */
  #asked: 'pause' | 'step' | null = null;

  constructor(launch: Launch) {
    super();
    this.#launch = launch;
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = { supportsTerminateRequest: true, supportTerminateDebuggee: true };
    this.sendResponse(response);
    this.sendEvent(new InitializedEvent());
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, given: DebugProtocol.LaunchRequestArguments): void {
    const configuration = parseConfiguration(given);
    if (configuration.ok) void this.#start(response, configuration.value);
    else this.#refuse(response, configuration.error.message);
  }

  async #start(response: DebugProtocol.LaunchResponse, configuration: LaunchConfiguration): Promise<void> {
    const launched = await this.#launch(configuration, this.#starting.signal);
    if (!launched.ok) {
      this.#refuse(response, launched.error.message, launched.error.code !== SUPERSEDED);
      return;
    }
    const run = launched.value;
    if (this.#starting.signal.aborted) run.stop();
    this.#run = run;
    run.onStanding((standing) => this.#stands(standing));
    this.sendResponse(response);
    if (configuration.console === 'internalConsole') {
      const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
      run.onOutput(({ stream, bytes }) => this.sendEvent(new OutputEvent(decoders[stream].decode(bytes, { stream: true }), stream)));
    }
    const { code, message } = await run.ended;
    if (configuration.console === 'internalConsole') this.sendEvent(new OutputEvent(`${message}\n`, 'console'));
    this.sendEvent(new ExitedEvent(code));
    this.sendEvent(new TerminatedEvent());
  }

  /** @param showUser false: whoever asked knows, having asked for something else since */
  #refuse(response: DebugProtocol.Response, message: string, showUser = true): void {
    this.sendErrorResponse(response, { id: NOT_LAUNCHED, format: '{_why}', variables: { _why: message }, showUser });
    this.sendEvent(new TerminatedEvent());
  }

  /** Like Ctrl+C; asked again, VS Code disconnects. */
  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.#starting.abort();
    this.#run?.interrupt();
    this.sendResponse(response);
  }

  /** VS Code says what is to become of the program, except when its window goes. One that it leaves alone goes on. */
  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse, { terminateDebuggee }: DebugProtocol.DisconnectArguments = {}): void {
    if (terminateDebuggee !== false) this.#starting.abort();
    if (terminateDebuggee === undefined) this.#run?.closeWithWindow();
    else if (terminateDebuggee) this.#run?.stop();
    else if (this.#standing !== null) this.#run?.control({ kind: 'resume' });
    this.sendResponse(response);
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [new Thread(THREAD, 'event loop')] };
    this.sendResponse(response);
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.#ask('pause', { kind: 'pause' }, response);
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    response.body = { allThreadsContinued: true };
    this.#ask(null, { kind: 'resume' }, response);
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.#ask('step', { kind: 'step', unit: 'handle' }, response);
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.#ask('step', { kind: 'step', unit: 'iteration' }, response);
  }

  /** Out of the turn: to its end, as the other. VS Code has a button for it that cannot be taken away. */
  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.#ask('step', { kind: 'step', unit: 'iteration' }, response);
  }

  protected override stackTraceRequest(response: DebugProtocol.StackTraceResponse, { startFrame = 0, levels }: DebugProtocol.StackTraceArguments): void {
    const frames = this.#standing === null || this.#run === null ? [] : stackFrames(this.#standing, this.#run);
    const end = levels === undefined || levels === 0 ? frames.length : startFrame + levels;
    response.body = { stackFrames: frames.slice(startFrame, end), totalFrames: frames.length };
    this.sendResponse(response);
  }

  /** The values of variables stay the program's own: to look at them would run its code. */
  protected override scopesRequest(response: DebugProtocol.ScopesResponse): void {
    response.body = { scopes: [] };
    this.sendResponse(response);
  }

  protected override variablesRequest(response: DebugProtocol.VariablesResponse): void {
    response.body = { variables: [] };
    this.sendResponse(response);
  }

  /** The response goes first: VS Code takes a program that was let go or stepped to run from there on. */
  #ask(what: 'pause' | 'step' | null, command: ControlCommand, response: DebugProtocol.Response): void {
    this.#asked = what;
    this.sendResponse(response);
    this.#run?.control(command);
  }

  #stands(standing: Standing | null): void {
    const stood = this.#standing !== null;
    this.#standing = standing;
    if (standing !== null) {
      this.sendEvent(new StandingEvent(this.#asked, THREAD));
      this.#asked = null;
    } else if (stood) this.sendEvent(new ContinuedEvent(THREAD, true));
  }

  /** What is typed into the debug console is the program's input. */
  protected override evaluateRequest(response: DebugProtocol.EvaluateResponse, { expression, context }: DebugProtocol.EvaluateArguments): void {
    if (context === 'repl') this.#run?.input(new TextEncoder().encode(`${expression}\n`));
    response.body = { result: '', variablesReference: 0 };
    this.sendResponse(response);
  }
}
