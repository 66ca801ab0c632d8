import { index, route } from "@react-router/dev/routes";

export default [
  index("routes/home.jsx"),
  route("refused", "routes/refused.jsx"),
  route("streaming", "routes/streaming.jsx"),
];
