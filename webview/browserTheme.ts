/** In a plain browser the page's theme is what the person has told the system to prefer; VS Code says it by the body's class. */

/** Names the theme on the body, now and whenever it changes. Its colours are in a style sheet that the server makes. */
export function followSystemTheme(window: Window): void {
  const light = window.matchMedia('(prefers-color-scheme: light)');
  const contrast = window.matchMedia('(prefers-contrast: more)');
  const apply = (): void => {
    const { classList } = window.document.body;
    classList.toggle('vscode-dark', !light.matches && !contrast.matches);
    classList.toggle('vscode-light', light.matches && !contrast.matches);
    classList.toggle('vscode-high-contrast', contrast.matches);
    classList.toggle('vscode-high-contrast-light', light.matches && contrast.matches);
  };
  for (const query of [light, contrast]) query.addEventListener('change', apply);
  apply();
}
