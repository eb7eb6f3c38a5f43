const texts=JSON.parse(document.getElementById('texts').textContent);
for(const box of document.querySelectorAll('header input'))
  box.addEventListener('change',()=>document.body.classList.toggle(box.name,box.checked));
function show(number){
  const block=texts[number];
  if(!block)return;
  document.querySelectorAll('.chosen').forEach(old=>old.classList.remove('chosen'));
  document.querySelectorAll(`[data-n="${number}"]`).forEach(one=>one.classList.add('chosen'));
  const place=document.getElementById('chosen');
  place.replaceChildren();
  const head=document.createElement('p'),strong=document.createElement('b');
  strong.textContent=`${+number+1} · ${block.kind}`;
  head.append(strong,block.where?` · ${block.where}`:'');
  place.append(head);
  const add=(kind,text)=>{if(text){const one=document.createElement(kind);one.textContent=text;place.append(one)}};
  add('p',block.section);
  add('pre',block.text);
}
addEventListener('click',event=>{const block=event.target.closest('[data-n]');if(block)show(block.dataset.n)});
const blocks=()=>[...document.querySelectorAll('[data-n]')];
function step(by){
  const all=blocks(),now=all.findIndex(one=>one.classList.contains('chosen'));
  const next=all[now<0?(by>0?0:all.length-1):now+by];
  if(!next)return;
  show(next.dataset.n);
  next.scrollIntoView({block:'center'});
}
function page(by){
  const sheets=[...document.querySelectorAll('.sheet')],top=document.querySelector('header').offsetHeight+24;
  const now=sheets.findLastIndex(sheet=>sheet.getBoundingClientRect().top<=top);
  const next=sheets[Math.max(0,now+by)];
  if(next)next.scrollIntoView();
}
const keys={j:()=>step(1),k:()=>step(-1),n:()=>page(1),p:()=>page(-1)};
addEventListener('keydown',event=>{
  if(event.ctrlKey||event.altKey||event.metaKey)return;
  const box=/^[0-9]$/.test(event.key)&&document.querySelectorAll('header input')[(+event.key+9)%10];
  if(box)box.click();
  else if(keys[event.key]){keys[event.key]();event.preventDefault()}
});
