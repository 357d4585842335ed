import { mount } from "svelte";
import "./app/styles/base.css";
import "./app/styles/controls.css";
import "./app/styles/layout.css";
import App from "./app/App.svelte";
import { apply } from "./app/theme.svelte";

apply();
mount(App, { target: document.getElementById("app")! });
