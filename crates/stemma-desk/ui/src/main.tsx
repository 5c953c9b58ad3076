import { render } from "preact";
import { App } from "./app";
import { theme, wear } from "./theme";
import "./styles/tokens.css";
import "./styles/base.css";

wear(theme());
const root = document.getElementById("desk");
// What the server wrote for readers without script gives way to the desk.
document.getElementById("plain")?.remove();
if (root) render(<App />, root);
