document.documentElement.classList.add("scripted");try{const t=localStorage.getItem("timeline-theme");if(t==="dark"||t==="light")document.documentElement.dataset.theme=t}catch(e){}
