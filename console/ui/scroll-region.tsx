import { type ReactNode, useEffect, useRef, useState } from 'react';

interface ScrollRegionProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** Content that may be wider than the page; the keyboard reaches it only where it scrolls. */
export function ScrollRegion({ label, children }: ScrollRegionProps) {
  const region = useRef<HTMLElement>(null);
  const [isScrollable, setIsScrollable] = useState(false);
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setIsScrollable(element.scrollWidth > element.clientWidth),
    );
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={region}
      className="relative overflow-x-auto"
      {...(isScrollable ? { tabIndex: 0, 'aria-label': label } : {})}
    >
      {children}
    </section>
  );
}
