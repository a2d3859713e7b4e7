import { type ReactNode, useEffect, useRef, useState } from 'react';
import { classNames } from './class-names';

interface ScrollRegionProps {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Content that may be wider or higher than its place; the keyboard reaches it only where it scrolls. */
export function ScrollRegion({ label, className, children }: ScrollRegionProps) {
  const region = useRef<HTMLElement>(null);
  const [isScrollable, setIsScrollable] = useState(false);
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setIsScrollable(
        element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight,
      ),
    );
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={region}
      className={classNames('relative overflow-auto print:overflow-visible', className)}
      {...(isScrollable ? { tabIndex: 0, 'aria-label': label } : {})}
    >
      {children}
    </section>
  );
}
