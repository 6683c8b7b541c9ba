import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SourceExcerpt } from '../src/core/sourceExcerpt';
import { useActions } from './actions';
import { Button } from './controls';
import { baseName } from './format';
import { Icon } from './icon';

/** The lines around a place, where there is no editor to show them. Esc closes it. */
export function SourceDialog({ source }: { readonly source: SourceExcerpt }): VNode {
  const { dispatch } = useActions();
  const dialog = useRef<HTMLDialogElement>(null);
  const { location, firstLine, lines } = source;
  const { path, line } = location;
  useEffect(() => {
    // The browser then keeps the focus inside, and gives it back to the link at the end.
    dialog.current?.showModal();
    dialog.current?.querySelector('.source-marked')?.scrollIntoView({ block: 'center' });
  }, [source]);
  return (
    <dialog ref={dialog} class="source" aria-labelledby="source-title" onClose={() => dispatch({ type: 'aside', change: { source: null } })}>
      <div class="source-head">
        <h2 id="source-title" title={path}>
          {baseName(path)}:{line}
        </h2>
        <span class="source-path">{path}</span>
        <a class="source-editor" href={editorAddress(source)} title="Needs VS Code on this machine">
          <Icon name="go-to-file" />
          Open in VS Code
        </a>
        <Button icon="close" title="Back to the panel (Esc)" onPress={() => dialog.current?.close()}>
          Close
        </Button>
      </div>
      <div class="source-lines code" tabIndex={0} role="region" aria-label={`Source around line ${line}`}>
        {lines.map((text, index) => (
          <div key={index} class={firstLine + index === line ? 'source-line source-marked' : 'source-line'} aria-current={firstLine + index === line ? 'location' : undefined}>
            <span class="source-number">{firstLine + index}</span>
            <span class="source-text">{text}</span>
          </div>
        ))}
      </div>
    </dialog>
  );
}

/** What VS Code's own address scheme makes of a place (code.visualstudio.com/docs/configure/command-line, "Opening VS Code with URLs"). */
const editorAddress = ({ location: { path, line, column } }: SourceExcerpt): string =>
  `vscode://file${path.split(/[/\\]/).map(encodeURIComponent).join('/').replace(/^(?!\/)/, '/')}:${line}${column > 0 ? `:${column}` : ''}`;
