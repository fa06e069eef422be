// Mount the figures of a page.
import { mountAll } from "./frame.js";

mountAll();
