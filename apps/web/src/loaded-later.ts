/** Parts of a page that are not needed at once, and are loaded when they are. */
import { defineAsyncComponent, type AsyncComponentLoader, type Component } from 'vue';
import UnloadedPart from './components/UnloadedPart.vue';

/** The component that `load` brings; where its file does not come, a notice says so in its place. */
export function loadedLater<T extends Component>(load: AsyncComponentLoader<T>): T {
  return defineAsyncComponent<T>({ loader: load, errorComponent: UnloadedPart });
}
