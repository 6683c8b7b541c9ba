/** A context menu as VS Code's: arrows, Home, End, letters, Enter, Escape; goes away when the focus does. */
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icon';

export interface MenuItem {
  readonly icon: string;
  readonly label: string;
  /** Keys that do the same outside of the menu. */
  readonly keys?: string;
  /** Why it cannot be chosen now; absent: it can. */
  readonly disabled?: string;
  readonly onChoose: () => void;
}

interface MenuProps {
  readonly label: string;
  /** Where it opens, in pixels of the page's window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly items: readonly MenuItem[];
  /** @param byKey the focus is to go back to where it was */
  readonly onClose: (byKey: boolean) => void;
}

/** Pixels that stay free at the window's edge. */
const MARGIN = 4;

export function Menu({ label, at, items, onClose }: MenuProps): VNode {
  const menu = useRef<HTMLDivElement>(null);
  const elements = (): HTMLElement[] => [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];

  useLayoutEffect(() => {
    const element = menu.current!;
    const view = element.ownerDocument.documentElement;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(MARGIN, Math.min(at.x, view.clientWidth - width - MARGIN))}px`;
    element.style.top = `${Math.max(MARGIN, Math.min(at.y, view.clientHeight - height - MARGIN))}px`;
    elements()[0]?.focus({ preventScroll: true });
  }, [at]);

  const press = (event: KeyboardEvent): void => {
    const all = elements();
    const now = all.indexOf(event.target as HTMLElement);
    const next = destination(event.key, now, items);
    if (event.key === 'Escape' || event.key === 'Tab') onClose(true);
    else if (next !== null) all[next]?.focus();
    else if (event.key !== 'Enter' && event.key !== ' ') return;
    else choose(items[now]);
    event.preventDefault();
    event.stopPropagation();
  };

  const choose = (item: MenuItem | undefined): void => {
    if (item === undefined || item.disabled !== undefined) return;
    onClose(true);
    item.onChoose();
  };

  const left = ({ relatedTarget }: FocusEvent): void => {
    if (!menu.current?.contains(relatedTarget as Node | null)) onClose(false);
  };

  return (
    <div ref={menu} class="menu" role="menu" aria-label={label} onKeyDown={press} onFocusOut={left} onContextMenu={(event) => event.preventDefault()}>
      {items.map((item) => (
        <div
          key={item.label}
          role="menuitem"
          class="menu-item"
          tabIndex={-1}
          aria-disabled={item.disabled !== undefined}
          onClick={() => choose(item)}
          onMouseMove={(event) => event.currentTarget.focus({ preventScroll: true })}
        >
          <Icon name={item.icon} />
          <span class="menu-label">{item.label}</span>
          {item.keys !== undefined && <span class="menu-keys">{item.keys}</span>}
          {item.disabled !== undefined && <span class="menu-why">{item.disabled}</span>}
        </div>
      ))}
    </div>
  );
}

function destination(key: string, now: number, items: readonly MenuItem[]): number | null {
  const count = items.length;
  switch (key) {
    case 'ArrowDown':
      return (now + 1) % count;
    case 'ArrowUp':
      return (now + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default: {
      if (!/^[a-z]$/i.test(key)) return null;
      const after = [...items.keys()].map((i) => (now + 1 + i) % count);
      return after.find((i) => items[i]!.label.toLowerCase().startsWith(key.toLowerCase())) ?? null;
    }
  }
}
