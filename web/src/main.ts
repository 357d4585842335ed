import { mount } from "svelte";
import "./app/styles/base.css";
import "./app/styles/controls.css";
import "./app/styles/layout.css";
import App from "./app/App.svelte";
import { speak } from "./api/client";
import { language } from "./app/language.svelte";
import { apply } from "./app/theme.svelte";

apply();
speak(language);
mount(App, { target: document.getElementById("app")! });
