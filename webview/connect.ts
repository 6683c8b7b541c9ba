import { type Bridge, portBridge, vsCodeBridge } from './bridge';
import { followSystemTheme } from './browserTheme';
import { socketBridge } from './socketBridge';

/** Connects with VS Code, or in a plain browser with the server that the page names, or with whoever sends a port. Call it once. */
export function connect(window: Window): Bridge {
  if (window.acquireVsCodeApi !== undefined) return vsCodeBridge(window, window.acquireVsCodeApi());
  const { socket } = window.document.documentElement.dataset;
  if (socket === undefined) return portBridge(window);
  followSystemTheme(window);
  return socketBridge(window, socket);
}
