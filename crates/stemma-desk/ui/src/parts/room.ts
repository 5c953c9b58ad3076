import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** How wide a thing is, measured again whenever that changes; 0 until it is in the page. */
export function useRoom<T extends HTMLElement>() {
  const ref = useRef<T>(null);
  const [room, set] = useState(0);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    set(box.clientWidth);
    const watch = new ResizeObserver(() => set(box.clientWidth));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  return { ref, room };
}
